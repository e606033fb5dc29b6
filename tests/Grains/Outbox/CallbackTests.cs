using System.Net;
using System.Security.Cryptography;
using System.Text;
using Darkroom.Outbox;
using Darkroom.Security;

namespace Darkroom.Grains.Tests.Outbox;

public sealed class CallbackTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_772_366_400);
    private static readonly byte[] Body = """{"id":"j1","status":"succeeded"}"""u8.ToArray();

    [Fact]
    public void A_signature_is_what_the_documentation_says_and_nothing_else()
    {
        var header = CallbackSignature.Sign("cbs_secret", Body, Now);
        var expected = HMACSHA256.HashData("cbs_secret"u8, [.. "1772366400."u8, .. Body]);
        header.ShouldBe($"t=1772366400,v1={Convert.ToHexStringLower(expected)}");
    }

    [Fact]
    public void A_receiver_takes_only_what_is_signed_whole_and_fresh()
    {
        var header = CallbackSignature.Sign("cbs_secret", Body, Now);
        CallbackSignature.Verify("cbs_secret", Body, header, Now.AddMinutes(4)).ShouldBeTrue();
        CallbackSignature.Verify("cbs_secret", Body, header, Now.AddMinutes(6)).ShouldBeFalse();
        CallbackSignature.Verify("cbs_other", Body, header, Now).ShouldBeFalse();
        CallbackSignature.Verify("cbs_secret", Encoding.UTF8.GetBytes("{}"), header, Now).ShouldBeFalse();
        CallbackSignature.Verify("cbs_secret", Body, header.Replace("t=1772366400", "t=1772366401", StringComparison.Ordinal), Now).ShouldBeFalse();
        CallbackSignature.Verify("cbs_secret", Body, "nonsense", Now).ShouldBeFalse();
    }

    [Fact]
    public void Accounts_have_secrets_of_their_own_that_stay_the_same()
    {
        var secrets = new CallbackSecrets(new MasterKey(new byte[MasterKey.Length]));
        var (first, second) = (new UserId(new BrandId("a"), "u1"), new UserId(new BrandId("b"), "u1"));
        secrets.Of(first).ShouldNotBe(secrets.Of(second));
        secrets.Of(first).ShouldBe(new CallbackSecrets(new MasterKey(new byte[MasterKey.Length])).Of(first));
        secrets.Of(first).ShouldStartWith("cbs_");
        secrets.Of(first).Length.ShouldBe(47);
    }

    [Fact]
    public void Tries_go_on_for_about_a_day_with_growing_waits()
    {
        var waits = Enumerable.Range(1, CallbackSchedule.Attempts - 1).Select(attempt => CallbackSchedule.After(attempt).ShouldNotBeNull()).ToList();
        waits.ShouldBe(waits.Order());
        CallbackSchedule.After(CallbackSchedule.Attempts).ShouldBeNull();
        waits.Aggregate((sum, wait) => sum + wait).ShouldBeInRange(TimeSpan.FromHours(12), TimeSpan.FromHours(36));
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.8.8", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b::5db8:d822", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:0:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Inner_addresses_are_known_in_every_disguise(string address, bool isPublic) =>
        PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);
}
