using Darkroom.Drivers;
using Darkroom.Hosting.Cluster;
using Darkroom.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using System.Security.Cryptography.X509Certificates;

namespace Darkroom.Hosting.Tests;

/// <summary>Who is a member of the cluster, by certificate.</summary>
public sealed class PeerCertificateTests : IDisposable
{
    private readonly CertificateFolder ours = new();
    private readonly CertificateFolder theirs = new("Somebody else's authority");

    public void Dispose()
    {
        ours.Dispose();
        theirs.Dispose();
    }

    [Fact]
    public void Only_what_the_authority_has_signed_and_is_valid_is_trusted()
    {
        var certificates = new PeerCertificates(Files("one"));
        certificates.Trusts(Public(ours.Issue("two").Certificate)).ShouldBeTrue();
        certificates.Trusts(Public(ours.Issue("old", expired: true).Certificate)).ShouldBeFalse();
        certificates.Trusts(Public(theirs.Issue("stranger").Certificate)).ShouldBeFalse();
    }

    [Fact]
    public void Replaced_files_hold_without_a_restart_and_half_replaced_ones_do_not()
    {
        var files = Files("one");
        var certificates = new PeerCertificates(files);
        var first = certificates.Current.Thumbprint;
        certificates.Current.HasPrivateKey.ShouldBeTrue();

        var (certificate, key) = ours.Issue("next");
        File.Copy(certificate, files.Certificate, overwrite: true);
        certificates.Current.Thumbprint.ShouldBe(first, "certificate and key do not belong together yet");
        File.Copy(key, files.Key, overwrite: true);
        certificates.Current.Thumbprint.ShouldNotBe(first);

        File.AppendAllText(files.Authority, File.ReadAllText(theirs.Authority));
        certificates.Trusts(Public(theirs.Issue("newcomer").Certificate)).ShouldBeTrue("two authorities hold while one follows the other");
        certificates.Trusts(Public(ours.Issue("elder").Certificate)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("TLS_CERTIFICATE", "not PEM")]
    [InlineData("TLS_KEY", "")]
    [InlineData("TLS_AUTHORITY", "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n")]
    public void A_file_of_no_use_is_named(string variable, string content)
    {
        var settings = ours.Settings("one").ToDictionary(pair => pair.Key["DARKROOM_".Length..], pair => (string?)pair.Value);
        File.WriteAllText(settings[variable]!, content);
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        PeerFiles.Read(reader).ShouldBeNull();
        reader.Problems.ShouldHaveSingleItem().ShouldContain($"DARKROOM_{variable}");
    }

    [Fact]
    public void One_file_alone_is_half_a_thing()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("TLS_AUTHORITY", (string?)ours.Authority)]).Build());
        PeerFiles.Read(reader).ShouldBeNull();
        reader.Problems.Count.ShouldBe(2);
    }

    private PeerFiles Files(string name)
    {
        var (certificate, key) = ours.Issue(name);
        return new PeerFiles(certificate, key, ours.Authority);
    }

    private static X509Certificate2 Public(string path) => X509Certificate2.CreateFromPem(File.ReadAllText(path));
}
