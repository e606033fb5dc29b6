using System.Data;

namespace Darkroom.Storage;

internal sealed partial class GroupCommit
{
    /// <summary>One queued unit of work and its caller.</summary>
    private abstract class Unit(CancellationToken cancellation)
    {
        /// <summary>Whether it is still wanted; if not, its caller has been told.</summary>
        public bool Take()
        {
            if (!cancellation.IsCancellationRequested)
            {
                return true;
            }

            Cancel(cancellation);
            return false;
        }

        /// <summary>Units with the same one are done together; null: alone.</summary>
        public virtual object? Set => null;

        /// <summary>Runs all of these, which have the same <see cref="Set"/>, and keeps their answers, or answers the exception.</summary>
        public virtual Exception? RunSet(List<Unit> units, IDbConnection connection, IDbTransaction transaction) => throw new NotSupportedException();

        /// <summary>Runs the work and keeps its answer, or the exception that it threw, which it also answers.</summary>
        public abstract Exception? Run(IDbConnection connection, IDbTransaction transaction);

        /// <summary>Tells the caller what was kept: the commit is durable.</summary>
        public abstract void Tell();

        public abstract void Fail(Exception failure);

        protected abstract void Cancel(CancellationToken cancellation);
    }

    private class Unit<T>(Func<IDbConnection, IDbTransaction, T> work, CancellationToken cancellation) : Unit(cancellation)
    {
        private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;
        private Exception? thrown;

        public Task<T> Answer => answer.Task;

        protected void Keep(T kept) => (result, thrown) = (kept, null);

        public override Exception? Run(IDbConnection connection, IDbTransaction transaction)
        {
            try
            {
                result = work(connection, transaction);

                // It may have failed before, and been run again.
                return thrown = null;
            }
            catch (Exception failure)
            {
                return thrown = failure;
            }
        }

        public override void Tell()
        {
            if (thrown is null)
            {
                answer.SetResult(result!);
            }
            else
            {
                answer.SetException(thrown);
            }
        }

        public override void Fail(Exception failure) => answer.TrySetException(failure);

        protected override void Cancel(CancellationToken cancellation) => answer.TrySetCanceled(cancellation);
    }

    private sealed class SetUnit<TItem, T>(TItem item, SetWork<TItem, T> work, CancellationToken cancellation)
        : Unit<T>((connection, transaction) => work(connection, transaction, [item])[0], cancellation)
    {
        public override object Set => work;

        public override Exception? RunSet(List<Unit> units, IDbConnection connection, IDbTransaction transaction)
        {
            try
            {
                var all = units.ConvertAll(unit => (SetUnit<TItem, T>)unit);
                var answers = work(connection, transaction, all.ConvertAll(unit => unit.Item));
                for (var i = 0; i < all.Count; i++)
                {
                    all[i].Keep(answers[i]);
                }

                return null;
            }
            catch (Exception failure)
            {
                return failure;
            }
        }

        private TItem Item => item;
    }
}
