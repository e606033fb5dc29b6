using System.Collections.Immutable;
using Darkroom.Testing;

namespace Darkroom.Storage.Tests.Linearizability;

/// <summary>A wallet without expiry and clawbacks, asked one thing after the other.</summary>
/// <param name="Done">What became of each grant and job.</param>
internal sealed record CreditsInOrder(long Free, long Held, ImmutableSortedDictionary<string, string> Done) : ISequential<CreditsInOrder, WalletCommand>
{
    public static CreditsInOrder Empty { get; } = new(0, 0, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public string Text => $"{Free} {Held} {string.Join(';', Done.Select(done => $"{done.Key}={done.Value}"))}";

    public (CreditsInOrder Next, string Answer) Step(WalletCommand command) => command switch
    {
        WalletCommand.Read => (this, $"read {Free} {Held}"),
        WalletCommand.Grant(var grant) => Done.ContainsKey(grant.OperationId)
            ? (this, "granted") : (this with { Free = Free + grant.Amount, Done = Done.Add(grant.OperationId, "") }, "granted"),
        WalletCommand.Hold(var job, var amount) => Hold(job.Value, amount),
        WalletCommand.Capture(var job, var amount) => Capture(job.Value, amount),
        WalletCommand.Release(var job) => Release(job.Value),
        _ => throw new NotSupportedException(),
    };

    private (CreditsInOrder, string) Hold(string job, long amount) => Done.GetValueOrDefault(job) switch
    {
        null when Free < amount => (this, $"insufficient {amount} {Free}"),
        null => (new(Free - amount, Held + amount, Done.Add(job, $"held {amount}")), $"held {amount}"),
        var before => (this, before == $"held {amount}" ? before : "conflict"),
    };

    private (CreditsInOrder, string) Capture(string job, long amount)
    {
        var before = Done.GetValueOrDefault(job);
        if (HeldOf(before) is { } held)
        {
            return amount > held
                ? (this, "fault")
                : (new(Free + held - amount, Held - held, Done.SetItem(job, $"captured settled {amount} {held - amount}")), $"settled {amount} {held - amount}");
        }

        return (this, before?.StartsWith($"captured settled {amount} ", StringComparison.Ordinal) == true ? before["captured ".Length..] : "conflict");
    }

    private (CreditsInOrder, string) Release(string job)
    {
        var before = Done.GetValueOrDefault(job);
        if (before is null || HeldOf(before) is not null)
        {
            var held = HeldOf(before) ?? 0;
            return (new(Free + held, Held - held, Done.SetItem(job, $"released settled 0 {held}")), $"settled 0 {held}");
        }

        return (this, before.StartsWith("released ", StringComparison.Ordinal) ? before["released ".Length..] : "conflict");
    }

    private static long? HeldOf(string? done) =>
        done?.StartsWith("held ", StringComparison.Ordinal) == true ? long.Parse(done["held ".Length..], System.Globalization.CultureInfo.InvariantCulture) : null;
}
