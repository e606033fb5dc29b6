using System.Collections;
using System.Globalization;
using System.Reflection;
using Orleans;

namespace Darkroom.Orleans.Tests;

/// <summary>All that a message says, as text: two messages that say the same are written alike, whatever collections hold it.</summary>
internal static class MessageText
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        string text => $"'{text}'",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        byte[] bytes => Convert.ToHexString(bytes),
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Of(key)}: {Of(map[key])}").Order(StringComparer.Ordinal))}}}",
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(Of))}]",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        Exception fault => $"{fault.GetType()}: {fault.Message}",
        IFormattable plain when !WireContract.Messages.Contains(plain.GetType()) => plain.ToString(null, CultureInfo.InvariantCulture),
        _ when WireContract.Messages.Contains(value.GetType()) && !value.GetType().IsEnum => Members(value),
        _ => value.ToString()!,
    };

    public static bool IsNumbered(PropertyInfo property) => property.IsDefined(typeof(IdAttribute));

    private static string Members(object message) => $"{message.GetType().Name}({string.Join(", ", message.GetType().GetProperties()
        .Where(IsNumbered).Select(property => $"{property.Name}: {Of(property.GetValue(message))}"))})";
}
