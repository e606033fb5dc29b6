using Darkroom.Storage.Forgetting;
using Darkroom.Wallets;

namespace Darkroom.Storage;

/// <summary>What <see cref="LedgerCheck"/> found.</summary>
/// <param name="Fault">The first thing that is wrong, naming its wallet and operation; null when the books are right.</param>
/// <param name="Balances">Of each account of each asset, as far as the check came. Those of one asset sum to zero.</param>
/// <param name="Operations">That are there.</param>
/// <param name="Forgotten">Details of spending that checkpoints stand for.</param>
public sealed record LedgerReport(
    long Wallets, long Operations, long Transfers, long Forgotten, IReadOnlyDictionary<(Asset Asset, LedgerAccount Account), long> Balances, string? Fault);

/// <summary>The sums that a check keeps while it reads. Not thread-safe.</summary>
internal sealed class LedgerTotals
{
    private readonly Dictionary<(Asset Asset, LedgerAccount Account), long> balances = [];
    private readonly Dictionary<(Asset Asset, LedgerAccount Account), long> folds = [];
    private long wallets;
    private long operations;
    private long transfers;
    private long forgotten;

    public void OnWallet() => wallets++;

    public void OnOperation(Asset asset, Operation operation)
    {
        operations++;
        foreach (var leg in operation.Legs)
        {
            transfers++;
            Add(balances, asset, leg.Source, -leg.Amount);
            Add(balances, asset, leg.Target, leg.Amount);
        }
    }

    /// <summary>What a wallet's checkpoint stands for.</summary>
    public void OnForgotten(Asset asset, WalletCheckpoint? checkpoint)
    {
        forgotten += checkpoint?.Operations ?? 0;
        foreach (var leg in (checkpoint?.Movements ?? []).Select(movement => movement.ToLeg()))
        {
            Add(balances, asset, leg.Source, -leg.Amount);
            Add(balances, asset, leg.Target, leg.Amount);
        }
    }

    /// <summary>A wallet's lots, which have been compared with what the database keeps.</summary>
    public void OnFold(Wallet wallet)
    {
        Add(folds, wallet.Asset, LedgerAccount.Wallet, wallet.Free);
        Add(folds, wallet.Asset, LedgerAccount.Held, wallet.Held);
        Add(folds, wallet.Asset, LedgerAccount.Debt, -wallet.Debt);
    }

    public void RequireBalance()
    {
        foreach (var asset in balances.GroupBy(balance => balance.Key.Asset))
        {
            var sum = asset.Sum(balance => balance.Value);
            if (sum != 0)
            {
                throw new InvalidDataException($"The accounts of {asset.Key} sum to {sum} and not to zero.");
            }
        }

        foreach (var (key, fold) in folds)
        {
            var account = balances.GetValueOrDefault(key);
            if (account != fold)
            {
                throw new InvalidDataException($"The account {key.Account.Name()} of {key.Asset} has {account}, its wallets have {fold}.");
            }
        }
    }

    public LedgerReport Report(string? fault) => new(wallets, operations, transfers, forgotten, balances, fault);

    private static void Add(Dictionary<(Asset Asset, LedgerAccount Account), long> sums, Asset asset, LedgerAccount account, long amount) =>
        sums[(asset, account)] = checked(sums.GetValueOrDefault((asset, account)) + amount);
}
