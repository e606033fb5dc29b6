using System.Reflection;
using Orleans;
using Orleans.InProcess;

namespace Darkroom.Orleans.Tests;

/// <summary>Every message and every grain interface of the product, looked at before any of them is used.</summary>
public sealed class ProductMessageTests
{
    private static readonly Type[] s_types = Assembly.Load("Darkroom.Grains").GetTypes();

    [Fact]
    public void Every_message_may_travel()
    {
        var messages = s_types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false) && !type.ContainsGenericParameters).ToArray();
        messages.ShouldNotBeEmpty();
        messages.ShouldAllBe(type => CopyRules.CopierOf(type) != null);
    }

    [Fact]
    public void Every_grain_interface_can_be_referred_to_and_its_messages_may_travel()
    {
        var interfaces = s_types.Where(GrainInterface.IsGrainInterface).ToArray();
        interfaces.ShouldNotBeEmpty();
        foreach (var method in interfaces.SelectMany(type => new GrainInterface(type).Methods.Select(model => model.Method)))
        {
            foreach (var parameter in method.GetParameters()) CopyRules.PassesAsIs(parameter.ParameterType);
            CopyRules.PassesAsIs(GrainInterface.ResultOf(method));
        }
    }
}
