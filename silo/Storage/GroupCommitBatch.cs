using System.Data.Common;
using System.Diagnostics;

namespace Darkroom.Storage;

/// <summary>How a batch is run, and run again when one of its units fails or somebody else was in its way.</summary>
internal sealed partial class GroupCommit
{
    private void RunBatch(DbConnection connection, List<Unit> batch)
    {
        Gather();
        var began = Stopwatch.GetTimestamp();
        var careful = engine.SavepointsAreCheap;
        for (var attempt = 1; !TryBatch(connection, batch, careful, mayRepeat: attempt < Attempts); attempt++)
        {
            // A unit failed, or the batch was in a deadlock. Everything of it is taken back, and from now on each unit runs within
            // a savepoint, which costs a round trip, so that the one at fault takes only its own work back.
            careful = true;
        }

        (lastBatch, lastCommit) = (batch.Count, Stopwatch.GetElapsedTime(began));
        foreach (var unit in batch)
        {
            unit.Tell();
        }
    }

    /// <summary>
    /// Those whom a shared commit has answered are likely to come back at once. A commit that leaves without them makes them wait for a second
    /// one, so it waits a moment for them, as long as more come, and never long beside what a commit takes.
    /// </summary>
    private void Gather()
    {
        if (lastBatch == 1 || queue.Reader.Count >= lastBatch)
        {
            return;
        }

        var began = Stopwatch.GetTimestamp();
        var patience = lastCommit / 4;
        gathered.Reset();
        Volatile.Write(ref awaited, lastBatch);
        for (var waiting = 0; queue.Reader.Count is var count && count < lastBatch && count > waiting; waiting = count)
        {
            if (Stopwatch.GetElapsedTime(began) > patience || gathered.Wait(1))
            {
                break;
            }
        }

        Volatile.Write(ref awaited, 0);
    }

    /// <returns>False when nothing was done, and the batch has to be run again.</returns>
    private bool TryBatch(DbConnection connection, List<Unit> batch, bool careful, bool mayRepeat)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            sets.Clear();
            for (var i = 0; i < batch.Count || TryTake(batch); i++)
            {
                if (batch[i].Set is { } set)
                {
                    AddTo(set, batch[i]);
                }
                else if (careful)
                {
                    RunWithin(batch[i], connection, transaction);
                }
                else if (batch[i].Run(connection, transaction) is { } failure)
                {
                    return IsOfUnit(failure) ? false : throw Outage(failure);
                }
            }

            foreach (var set in sets)
            {
                if (careful)
                {
                    RunSetWithin(set, connection, transaction);
                }
                else if (set[0].RunSet(set, connection, transaction) is { } failure)
                {
                    return IsOfUnit(failure) ? false : throw Outage(failure);
                }
            }

            engine.Commit(transaction);
            return true;
        }
        catch (Exception failure) when (mayRepeat && engine.Judge(failure.InnerException ?? failure) == Trouble.Conflict)
        {
            return false;
        }
    }

    private void AddTo(object set, Unit unit)
    {
        if (sets.Find(units => ReferenceEquals(units[0].Set, set)) is { } units)
        {
            units.Add(unit);
        }
        else
        {
            sets.Add([unit]);
        }
    }

    private bool IsOfUnit(Exception failure) => engine.Judge(failure) is Trouble.OfUnit or Trouble.Race;

    private void RunSetWithin(List<Unit> set, DbConnection connection, DbTransaction transaction)
    {
        if (set.Count > 1)
        {
            transaction.Save(Savepoint);
            var failure = set[0].RunSet(set, connection, transaction);
            if (failure is not null && !IsOfUnit(failure))
            {
                throw Outage(failure);
            }

            if (failure is not null)
            {
                transaction.Rollback(Savepoint);
            }

            transaction.Release(Savepoint);
            if (failure is null)
            {
                return;
            }
        }

        // One of them is at fault. Alone, it takes only its own work back.
        foreach (var unit in set)
        {
            RunWithin(unit, connection, transaction);
        }
    }

    private void RunWithin(Unit unit, DbConnection connection, DbTransaction transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            transaction.Save(Savepoint);
            if (unit.Run(connection, transaction) is not { } failure)
            {
                transaction.Release(Savepoint);
                return;
            }

            var trouble = engine.Judge(failure);
            if (trouble is Trouble.Outage or Trouble.Conflict)
            {
                throw Outage(failure);
            }

            // Throws when the engine has already rolled back everything (disk full, I/O error): then the whole batch has failed.
            transaction.Rollback(Savepoint);
            transaction.Release(Savepoint);

            // Somebody else's row came in between what the unit looked at and what it wrote. Now it sees that row.
            if (trouble != Trouble.Race || attempt == Attempts)
            {
                return;
            }
        }
    }

    /// <summary>Takes the next unit that is still wanted, if one is waiting and there is room for it.</summary>
    private bool TryTake(List<Unit> batch)
    {
        while (batch.Count < batchSize && queue.Reader.TryRead(out var unit))
        {
            if (unit.Take())
            {
                batch.Add(unit);
                return true;
            }
        }

        return false;
    }

    private static IOException Outage(Exception failure) => new("The store failed under a unit of work.", failure);
}
