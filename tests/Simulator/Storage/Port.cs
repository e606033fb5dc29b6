using System.Reflection;
using Darkroom.Simulation.Cluster;
using Darkroom.Simulation.Faults;
using Darkroom.Simulation.Time;

namespace Darkroom.Simulation.Storage;

/// <summary>
/// The way from a node to a store that all nodes share. A call takes time to get there, is applied in one step, and its answer takes time to come
/// back; it can fail before its effect, or after it, and the node can die in between.
/// </summary>
/// <remarks>The runtime derives the stand-in for the interface from this class, so that it can be neither sealed nor private.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
internal class Port : DispatchProxy
{
    private static readonly MethodInfo TypedMethod = typeof(Port).GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Instance)!;
    private static readonly Dictionary<MethodInfo, Func<Port, object?[], object>> Callers = [];

    private Road road = null!;
    private object store = null!;

    public static T To<T>(T store, Road road)
        where T : class
    {
        var proxy = Create<T, Port>();
        var port = (Port)(object)proxy;
        (port.road, port.store) = (road, store);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!Callers.TryGetValue(targetMethod!, out var caller))
        {
            Callers.Add(targetMethod!, caller = CallerOf(targetMethod!));
        }

        return caller(this, args!);
    }

    private static Func<Port, object?[], object> CallerOf(MethodInfo method)
    {
        if (method.ReturnType == typeof(Task))
        {
            return (port, args) => port.road.Call(method.Name, args.FirstOrDefault(), async () =>
            {
                await (Task)method.Invoke(port.store, BindingFlags.DoNotWrapExceptions, null, args, null)!;
                return true;
            });
        }

        var typed = TypedMethod.MakeGenericMethod(method.ReturnType.GetGenericArguments());
        return (port, args) => typed.Invoke(port, [method, args])!;
    }

    private Task<T> Typed<T>(MethodInfo method, object?[] args) =>
        road.Call(method.Name, args.FirstOrDefault(), () => (Task<T>)method.Invoke(store, BindingFlags.DoNotWrapExceptions, null, args, null)!);
}

/// <summary>How one node reaches the stores.</summary>
/// <param name="fault">What a failure of the store looks like to its callers.</param>
internal sealed class Road(World world, FaultSource faults, Node node, Func<string, Exception> fault)
{
    /// <param name="about">What it is about, for the history.</param>
    public Task<T> Call<T>(string what, object? about, Func<Task<T>> apply)
    {
        // Whoever waits goes on in a turn of its own, or at once where it has none.
        var answer = new TaskCompletionSource<T>();
        world.After(faults.StoreTime(), null, () => Arrive(what, about, apply, answer));
        return answer.Task;
    }

    private void Arrive<T>(string what, object? about, Func<Task<T>> apply, TaskCompletionSource<T> answer)
    {
        if (node.IsDead && faults.Draw.Chance(0.5))
        {
            return;
        }

        if (faults.Strikes(Fault.StoreFailsBefore))
        {
            world.Note(node.Name, "fails before", what, about);
            world.After(faults.StoreTime(), node, () => answer.SetException(fault($"{what} failed before its effect.")));
            return;
        }

        world.Note(node.Name, "stores", what, about);
        var applied = apply();
        if (!applied.IsCompleted)
        {
            throw new InvalidOperationException($"{what} did not end within its step.");
        }

        if (applied.Exception?.InnerException is Checks.BrokenInvariant broken)
        {
            throw broken;
        }

        var isLost = faults.Strikes(Fault.StoreFailsAfter);
        if (isLost)
        {
            world.Note(node.Name, "fails after", what, about);
        }

        world.After(faults.StoreTime(), node, () =>
        {
            if (isLost)
            {
                answer.SetException(fault($"The answer to {what} was lost."));
            }
            else if (applied.Exception is { } failure)
            {
                answer.SetException(failure.InnerExceptions);
            }
            else
            {
                answer.SetResult(applied.Result);
            }
        });
    }
}
