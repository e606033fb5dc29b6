using System.Reflection;

namespace Darkroom.Silo.Tests.Support;

/// <summary>
/// Makes one step of the storage fail: either before it did anything, or after it was durable but before anybody heard of it.
/// Counts every step, so that a test can walk through all of them. Thread-safe.
/// </summary>
internal sealed class Faults
{
    private readonly Lock gate = new();
    private int armed;
    private bool afterwards;

    /// <summary>Steps since the last <see cref="Arm"/>.</summary>
    public int Steps { get; private set; }

    /// <summary>The armed fault has happened.</summary>
    public bool Struck { get; private set; }

    /// <summary>Lets the step with this number fail, counted from 1; 0 lets none fail.</summary>
    public void Arm(int step, bool after)
    {
        lock (gate)
        {
            (Steps, Struck, armed, afterwards) = (0, false, step, after);
        }
    }

    public void Disarm() => Arm(0, false);

    /// <summary>Puts the fault in front of a service.</summary>
    public T Around<T>(T inner)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy>();
        var inside = (Proxy)(object)proxy;
        (inside.Faults, inside.Inner) = (this, inner);
        return proxy;
    }

    private bool StrikesAt(int step, bool after)
    {
        lock (gate)
        {
            return !Struck && step == armed && after == afterwards && (Struck = true);
        }
    }

    private int NextStep()
    {
        lock (gate)
        {
            return ++Steps;
        }
    }

    /// <remarks>The runtime derives the stand-in for the interface from this class, so that it can be neither sealed nor private.</remarks>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it at run time.")]
    internal class Proxy : DispatchProxy
    {
        public Faults Faults { get; set; } = null!;

        public object Inner { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var type = targetMethod!.ReturnType;
            if (type == typeof(Task))
            {
                return Run(async () =>
                {
                    await (Task)targetMethod.Invoke(Inner, args)!;
                    return true;
                });
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return typeof(Proxy).GetMethod(nameof(RunTyped), BindingFlags.NonPublic | BindingFlags.Instance)!
                    .MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args]);
            }

            return targetMethod.Invoke(Inner, args);
        }

        private Task<T> RunTyped<T>(MethodInfo method, object?[]? args) => Run(() => (Task<T>)method.Invoke(Inner, args)!);

        private async Task<T> Run<T>(Func<Task<T>> call)
        {
            var step = Faults.NextStep();
            if (Faults.StrikesAt(step, after: false))
            {
                throw new StorageUnavailableException("Fault before a step.");
            }

            var result = await call();
            return Faults.StrikesAt(step, after: true) ? throw new StorageUnavailableException("Fault after a step.") : result;
        }
    }
}
