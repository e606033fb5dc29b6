namespace Darkroom.Prices;

/// <summary>
/// The price of a tool in credits: a whole number for a job, or steps by the size of each picture. The one function from pictures to price, so
/// that what is quoted, held and captured cannot differ. Immutable and thread-safe.
/// </summary>
/// <remarks>By steps, a job of several pictures costs the sum over its pictures; a whole number is for the job, however many it takes.</remarks>
public sealed class ToolPrice
{
    /// <summary>The most that a job, or a step, can cost.</summary>
    public const long MaximumCredits = 1_000_000;

    /// <summary>Pixels in a megapixel.</summary>
    public const long Megapixel = 1_000_000;

    private ToolPrice(IReadOnlyList<PriceStep> steps, bool isBySize) => (Steps, IsBySize) = (steps, isBySize);

    /// <summary>By size, ascending in pixels and in credits, the last without a bound; for a price a job a single one.</summary>
    public IReadOnlyList<PriceStep> Steps { get; }

    /// <summary>Whether each picture has its price by its size; otherwise the job has one.</summary>
    public bool IsBySize { get; }

    /// <summary>The price of the smallest picture.</summary>
    public long Smallest => Steps[0].Credits;

    /// <summary>The same for every job.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="MaximumCredits"/>.</exception>
    public static ToolPrice PerJob(long credits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(credits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(credits, MaximumCredits);
        return new ToolPrice([new PriceStep(null, credits)], isBySize: false);
    }

    /// <summary>By the size of each picture.</summary>
    /// <exception cref="ArgumentException">The steps do not rise in pixels and credits, or do not end with one without a bound.</exception>
    public static ToolPrice BySize(params IReadOnlyList<PriceStep> steps)
    {
        var isGood = steps is [.., { UpToPixels: null }]
            && steps.SkipLast(1).All(step => step.UpToPixels is > 0) && steps.All(step => step.Credits is >= 0 and <= MaximumCredits)
            && steps.Zip(steps.Skip(1)).All(pair => pair.First.Credits < pair.Second.Credits && !(pair.Second.UpToPixels <= pair.First.UpToPixels));
        return isGood ? new ToolPrice([.. steps], isBySize: true) : throw new ArgumentException("The steps of a price must rise and end without a bound.", nameof(steps));
    }

    /// <summary>The price of a job with these pictures.</summary>
    /// <param name="pixels">Width times height of each, at least 1.</param>
    public long Of(IReadOnlyCollection<long> pixels) => IsBySize ? pixels.Aggregate(0L, (sum, size) => checked(sum + OfPicture(size))) : Smallest;

    /// <summary>What a job can cost of which some pictures are known and others are to come.</summary>
    /// <param name="known">Width times height of the pictures that are known.</param>
    /// <param name="fewestMore">How many are to come at least.</param>
    /// <param name="mostMore">How many are to come at most.</param>
    /// <param name="largest">Pixels of the largest picture that is taken.</param>
    public PriceRange Possible(IReadOnlyCollection<long> known, int fewestMore, int mostMore, long largest)
    {
        var sure = Of(known);
        return IsBySize
            ? new PriceRange(checked(sure + (Math.Max(0, fewestMore) * Smallest)), checked(sure + (Math.Max(0, Math.Max(fewestMore, mostMore)) * OfPicture(largest))))
            : new PriceRange(sure, sure);
    }

    /// <summary>The steps that pictures up to this size can come to.</summary>
    /// <param name="largest">Pixels of the largest picture that is taken.</param>
    public IReadOnlyList<PriceStep> StepsFor(long largest) => [.. Steps.TakeWhile((_, index) => index == 0 || Steps[index - 1].UpToPixels < largest)];

    private long OfPicture(long pixels) => Steps.First(step => step.UpToPixels is not { } bound || pixels <= bound).Credits;
}
