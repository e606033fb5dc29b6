using Darkroom.Gateway.Operators;

namespace Darkroom.Hosting.Settings;

/// <summary>The key of those who run the service.</summary>
public static class OperatorSettings
{
    /// <summary>Reads <c>DARKROOM_OPERATOR_KEY</c> (or the file that <c>DARKROOM_OPERATOR_KEY_FILE</c> names); null where neither is set, or it is of no use, which is noted.</summary>
    public static OperatorKey? Read(SettingsReader settings)
    {
        var problems = settings.Problems.Count;
        if (settings.Secret("OPERATOR_KEY") is not { } text || settings.Problems.Count > problems)
            return null;
        try
        {
            return new OperatorKey(text);
        }
        catch (ArgumentException unusable)
        {
            settings.Refuse("OPERATOR_KEY", $"is of no use: {unusable.Message}");
            return null;
        }
    }
}
