using Stripe;

namespace Darkroom.Stripe.Tests;

public sealed class WebhookTests
{
    private const string Secret = "whsec_test";
    private const long Now = 1_790_000_000;

    private const string Body =
        """{"id":"evt_1","object":"event","api_version":"2026-10-28.endive","created":1789999990,"livemode":false,"pending_webhooks":1,"type":"invoice.paid","data":{"object":{"id":"in_1","object":"invoice"}}}""";

    private static string Header(string body, long time = Now, string secret = Secret) =>
        FormattableString.Invariant($"t={time},v1={EventUtility.ComputeSignature(secret, FormattableString.Invariant($"{time}"), body)}");

    [Fact]
    public void A_signed_event_is_read()
    {
        var read = EventUtility.ConstructEvent(Body, Header(Body), Secret, 300, Now);

        read.Id.ShouldBe("evt_1");
        read.Type.ShouldBe("invoice.paid");
        read.Created.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_789_999_990).UtcDateTime);
        read.Created.Kind.ShouldBe(DateTimeKind.Utc);
        read.Livemode.ShouldBeFalse();
    }

    [Fact]
    public void The_signature_is_the_published_one()
    {
        // HMAC-SHA256 of "1.{}" under "key", computed with OpenSSL.
        EventUtility.ComputeSignature("key", "1", "{}").ShouldBe("1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    [Fact]
    public void A_changed_body_another_secret_and_an_odd_header_are_refused()
    {
        Should.Throw<StripeException>(() => EventUtility.ConstructEvent(Body + " ", Header(Body), Secret, 300, Now));
        Should.Throw<StripeException>(() => EventUtility.ConstructEvent(Body, Header(Body, secret: "other"), Secret, 300, Now));
        Should.Throw<StripeException>(() => EventUtility.ConstructEvent(Body, "nonsense", Secret, 300, Now));
        Should.Throw<StripeException>(() => EventUtility.ConstructEvent(Body, "t=1", Secret, 300, Now));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void A_time_may_be_off_by_the_tolerance_in_either_direction(int seconds, bool accepted)
    {
        var verify = () => EventUtility.ValidateSignature(Body, Header(Body, Now + seconds), Secret, 300, Now);

        if (accepted)
            verify.ShouldNotThrow();
        else
            verify.ShouldThrow<StripeException>();
    }

    [Fact]
    public void One_signature_of_several_is_enough()
    {
        var header = Header(Body) + ",v1=0000,v0=1111";

        EventUtility.ConstructEvent(Body, header, Secret, 300, Now).Id.ShouldBe("evt_1");
    }

    [Theory]
    [InlineData("2026-10-28.endive", true)]
    [InlineData("2027-01-01.endive", true)]
    [InlineData("2026-07-29.dahlia", false)]
    [InlineData("2025-09-30.clover", false)]
    [InlineData("2024-06-20", false)]
    public void Only_the_release_name_of_a_version_must_match(string version, bool compatible) =>
        EventUtility.IsCompatibleApiVersion(version).ShouldBe(compatible);

    [Fact]
    public void A_thin_notification_is_refused() =>
        Should.Throw<ArgumentException>(() => EventUtility.ParseEvent("""{"object":"v2.core.event","id":"evt_2"}"""));
}
