using Darkroom.Brands;
using Darkroom.Gateway.Problems;
using Darkroom.Pictures;
using Darkroom.Prices;
using Darkroom.Tools;
using Darkroom.Wallets;

namespace Darkroom.Gateway.Intake;

/// <summary>
/// What a job costs, from nothing known to all pictures known. Says as soon as it can that the price is not the one that was quoted, or that the
/// wallet cannot pay it. For one upload and one thread at a time.
/// </summary>
/// <param name="offer">The tool's price in the brand's file as it is now.</param>
/// <param name="tool">How many pictures it takes.</param>
/// <param name="largest">Pixels of the largest picture that the brand takes.</param>
/// <param name="quoted">What the caller expects to pay; null when they did not say.</param>
internal sealed class IncomingPrice(ToolOffer offer, Tool tool, long largest, long? quoted)
{
    private readonly List<long> known = [];
    private int? files;
    private WalletView? wallet;

    /// <summary>The least that the job can still cost; once everything is known, its price.</summary>
    public long Least => Possible.From;

    private PriceRange Possible => offer.Price.Possible(
        known, Math.Max(0, (files ?? tool.MinimumInputs) - known.Count), Math.Max(0, (files ?? tool.MaximumInputs) - known.Count), largest);

    /// <summary>Looks before anything is known of the pictures but, perhaps, their number.</summary>
    public Problem? Expect(int? count)
    {
        files = count is { } some ? Math.Clamp(some, tool.MinimumInputs, tool.MaximumInputs) : null;
        return Changed();
    }

    /// <summary>Looks whether this wallet could pay, now and with each picture; only to spare a long upload, since the hold decides.</summary>
    public Problem? PayFrom(WalletView view)
    {
        wallet = view;
        return Affordable();
    }

    /// <summary>A picture's header has been read.</summary>
    public Problem? Add(PictureHeader header)
    {
        known.Add(header.Pixels);
        return Changed() ?? Affordable();
    }

    /// <summary>No more pictures come: the price is known.</summary>
    public Problem? Close()
    {
        files = known.Count;
        return Changed();
    }

    private Problem? Changed() => quoted is { } expected && Possible is { IsFixed: true, From: var price } && price != expected
        ? new Problem(ProblemKinds.PriceChanged, $"This was quoted at {expected} credits and costs {price}.").With("quoted", expected).With("price", price)
        : null;

    private Problem? Affordable() => wallet is null || wallet.Available >= Least ? null
        : wallet.IsOnAllowance ? PaymentProblems.AllowanceUsedUp(Least, wallet.Available, wallet.Withheld)
        : PaymentProblems.Insufficient(Least, wallet.Available);
}
