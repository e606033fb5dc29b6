using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Storage;

namespace Darkroom.Security;

/// <summary>
/// Writes the state of grains that know persons (users, sessions, consents) as JSON inside a <see cref="SealingKey"/> box, so that a
/// copy of the database says nothing about anybody. Set it as the serializer of their storage provider. Thread-safe.
/// </summary>
/// <remarks>
/// Orleans tells a serializer neither the grain nor the name of the state, so that the box is bound to the state's type only:
/// who can write to the database could swap two rows of a kind, but read neither. State types therefore hold their own id where it matters.
/// Properties may be added; enumerations are stored by name.
/// </remarks>
public sealed class PersonalDataSerializer(MasterKey master, RandomSource random) : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly SealingKey key = new(master.Derive("personal-data/v1"), random);

    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(input, Json);
        var box = key.Seal(plain, Context<T>());
        CryptographicOperations.ZeroMemory(plain);
        return BinaryData.FromBytes(box);
    }

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">The row was changed, or was written under another master key.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        var plain = key.Open(input.ToMemory().Span, Context<T>());
        var value = JsonSerializer.Deserialize<T>(plain, Json)!;
        CryptographicOperations.ZeroMemory(plain);
        return value;
    }

    private static byte[] Context<T>() => System.Text.Encoding.UTF8.GetBytes($"grain-state/{typeof(T).Name}");
}
