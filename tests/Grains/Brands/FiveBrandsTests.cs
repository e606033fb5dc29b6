using Darkroom.Brands;

namespace Darkroom.Grains.Tests.Brands;

/// <summary>The five brands say what their documents promise, and run together.</summary>
public sealed class FiveBrandsTests
{
    private static readonly BrandFiles Brands = BrandFiles.Load(BrandFiles.DefaultFolder, _ => null, "privacy@localhost");

    [Fact]
    public void All_five_are_there_each_under_its_host()
    {
        Brands.All.Keys.Select(id => id.Value).ShouldBe(["imgauth", "nanogpt", "passme", "picfre", "pixreunion"], ignoreOrder: true);
        Brands.All.Values.ShouldAllBe(brand => Brands.ByHost($"{brand.Id.Value}.localhost") == brand);
    }

    [Theory]
    [InlineData("imgauth", "2026-03-02", 13)]
    [InlineData("picfre", "2025-05-04", 13)]
    [InlineData("nanogpt", "2025-11-28", 13)]
    [InlineData("pixreunion", "2025-12-04", 16)]
    public void Each_has_its_documents_date_and_age(string id, string date, int age)
    {
        var brand = Brand(id);
        (brand.Privacy.Updated, brand.PolicyVersion, brand.MinimumAge).ShouldBe((DateOnly.Parse(date, null), date, age));
    }

    [Fact]
    [Trait("Clause", "IMG-20")]
    [Trait("Clause", "PIX-01")]
    public void A_contact_is_in_the_file_where_the_document_has_one_and_else_asked_of_the_operator()
    {
        Brand("imgauth").Contact.ShouldBe("service@imgauth.com");
        (Brand("pixreunion").Contact, Brand("pixreunion").Privacy.Support).ShouldBe(("privacy@pixreunion.com", "support@pixreunion.com"));
        var refusal = Should.Throw<BrandFileException>(() => BrandFiles.Load(BrandFiles.DefaultFolder, _ => null, null));
        refusal.Problems.Count.ShouldBe(3);
        foreach (var id in new[] { "picfre", "nanogpt", "passme" })
            refusal.Message.ShouldContain($"brands/{id}.json: $.contact: people need an address for privacy requests: set DARKROOM_CONTACT_{id.ToUpperInvariant()}");
    }

    [Fact]
    [Trait("Clause", "IMG-09")]
    public void Only_imgauth_withholds_earned_credits_beside_a_subscription() =>
        Brands.All.Values.Where(brand => brand.Credits.WithholdEarned).Select(brand => brand.Id.Value).ShouldBe(["imgauth"]);

    [Fact]
    [Trait("Clause", "PIC-11")]
    [Trait("Clause", "PIC-14")]
    public void Picfre_forgets_spending_after_three_months_and_keeps_top_ups()
    {
        var rules = Brand("picfre").Retention;
        (rules.Spending, rules.PurchasesClause).ShouldBe((new SpendingRule(3, "PIC-11"), "PIC-14"));
        Brand("picfre").Privacy.Data.Single(use => use.Kind == DataKind.Spending).Rule.ShouldBe("spending");
    }

    [Fact]
    [Trait("Clause", "PIX-33")]
    public void Pixreunion_gives_fourteen_days_notice_a_week_for_erasure_and_thirty_days_for_pictures()
    {
        var brand = Brand("pixreunion");
        brand.Privacy.Notice.ShouldBe(new PolicyNotice(14, "PIX-33"));
        brand.Retention.Erasure.ShouldBe(new RetentionRule(TimeSpan.FromDays(7), "PIX-17"));
        (brand.Retention.Inputs, brand.Retention.Outputs).ShouldBe((new RetentionRule(TimeSpan.FromDays(30), "PIX-18"), new RetentionRule(TimeSpan.FromDays(30), "PIX-19")));
        brand.Privacy.Rights.Select(right => right.Name).ShouldBe(PersonRight.Names);
    }

    [Fact]
    public void Recipients_are_those_of_the_documents()
    {
        Named("imgauth").ShouldBe(["Stripe", "PayPal", "Google"]);
        Named("picfre").ShouldBe(["Google Customer Match"]);
        Named("nanogpt").ShouldBe(["Creem", "Supabase", "Google Analytics"]);
        Named("pixreunion").ShouldBe(["Amazon Web Services", "Google Cloud"]);
        Named("passme").ShouldBeEmpty();
        Unnamed("picfre").ShouldBe(["generation", "payments", "law"]);
        Unnamed("pixreunion").ShouldBe(["computing", "payments", "support", "law"]);
        Unnamed("passme").ShouldBe(["payments", "accounts", "partners", "law"]);
    }

    [Fact]
    public void What_is_sold_exists()
    {
        Sold("nanogpt").ShouldBe(["denoise", "remove-background", "resize"], ignoreOrder: true);
        Sold("passme").ShouldBe(["remove-background", "resize"], ignoreOrder: true);
        Sold("imgauth").Concat(Sold("picfre")).Concat(Sold("pixreunion")).ShouldBeEmpty();
    }

    private static BrandPolicy Brand(string id) => Brands.All[new BrandId(id)];

    private static IEnumerable<string?> Named(string id) => Brand(id).Recipients.Select(one => one.Name).Where(name => name is not null);

    private static IEnumerable<string> Unnamed(string id) => Brand(id).Recipients.Where(one => one.Name is null).Select(one => one.Purpose);

    private static IEnumerable<string> Sold(string id) => Brand(id).Tools.Keys;
}
