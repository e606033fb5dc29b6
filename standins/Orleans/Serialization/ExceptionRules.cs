using System.Collections.Concurrent;
using Orleans.Serialization;

namespace Orleans.InProcess;

/// <summary>
/// Which exceptions may travel: those of the framework, and attributed ones. They are handed over as they are, as
/// Orleans does within a silo, once it is known that a serializer could carry them.
/// </summary>
internal static class ExceptionRules
{
    private static readonly ConcurrentDictionary<Type, Action<Exception>> s_checks = new();

    /// <summary>The fault that the caller sees: the exception itself, or that it could not travel.</summary>
    public static Exception ForTheCaller(Exception fault)
    {
        try
        {
            return Check(fault);
        }
        catch (CodecNotFoundException refused)
        {
            return new CodecNotFoundException($"{refused.Message} The exception was: {fault.GetType().Name}: {fault.Message}", fault);
        }
    }

    /// <exception cref="CodecNotFoundException">The exception, or one within it, may not travel.</exception>
    public static Exception Check(Exception exception)
    {
        s_checks.GetOrAdd(exception.GetType(), BuildCheck)(exception);
        if (exception is AggregateException several)
        {
            foreach (var each in several.InnerExceptions) Check(each);
        }
        else if (exception.InnerException is { } inner)
        {
            Check(inner);
        }

        return exception;
    }

    /// <summary>Orleans carries these without attributes, by their namespace.</summary>
    public static bool IsOfTheFramework(Type type) => type.Namespace is { } name
        && (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft", StringComparison.Ordinal) || name.StartsWith("Azure", StringComparison.Ordinal));

    private static Action<Exception> BuildCheck(Type type)
    {
        if (IsOfTheFramework(type)) return static _ => { };
        var fields = ObjectModel.FieldsOf(type);
        return exception =>
        {
            foreach (var field in fields)
            {
                if (field.GetValue(exception) is { } value) CopyRules.CopyObject(value);
            }
        };
    }
}
