using System.Runtime.CompilerServices;

namespace Darkroom.Simulation.Time;

/// <summary>
/// The simulation runs on the one thread that the pool has, and steps aside whenever something waits there. Product code and the base library may
/// then use the pool as they like: what they queue runs between two steps, in the order of its coming.
/// </summary>
internal static class OnePoolThread
{
    public static bool IsWanted => ThreadPool.PendingWorkItemCount > 0;

    /// <summary>Runs something there to its end.</summary>
    /// <exception cref="InvalidOperationException">The pool has more threads than one: the runtime settings beside the program are not in effect.</exception>
    public static T Run<T>(Func<Task<T>> work)
    {
        ThreadPool.GetMaxThreads(out var workers, out _);
        return workers == 1
            ? Task.Run(work).GetAwaiter().GetResult()
            : throw new InvalidOperationException($"The pool has {workers} threads; a run can be repeated only with one (System.Threading.ThreadPool.MaxThreads).");
    }

    /// <summary>Lines up behind everything that waits.</summary>
    public static StepAside Others() => default;

    internal readonly struct StepAside : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public StepAside GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) =>
            ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);
    }
}
