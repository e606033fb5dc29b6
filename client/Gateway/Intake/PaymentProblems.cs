using Darkroom.Gateway.Problems;

namespace Darkroom.Gateway.Intake;

/// <summary>Why a wallet does not pay for a job.</summary>
internal static class PaymentProblems
{
    public static Problem Insufficient(long required, long available) =>
        new Problem(ProblemKinds.InsufficientCredits, $"This costs {required} credits, and {available} are available.")
            .With("required", required).With("available", available);

    public static Problem AllowanceUsedUp(long required, long available, long withheld) =>
        new Problem(ProblemKinds.AllowanceUsedUp, $"This costs {required} credits, and {available} can be spent beside the subscription.")
            .With("required", required).With("available", available).With("withheld", withheld);
}
