using Darkroom.Drivers.Api;
using Orleans;

namespace Darkroom.Orleans.Tests;

/// <summary>
/// The approved wire contract, tests/Orleans/Wire/contract.txt. A rolling upgrade has processes of two versions talk to each other, so
/// a contract only grows: members get new numbers, numbers and aliases are never used again, and an interface that gains a method
/// gets a higher version. The diff of the file is where that is looked at.
/// </summary>
public sealed class WireContractTests
{
    [Fact]
    public void The_contract_is_as_approved() =>
        new ApprovedLines("tests", "Orleans", "Wire", "contract.txt").Compare(WireContract.Lines()).ShouldBeEmpty();

    [Fact]
    public void Every_message_has_an_alias_of_its_own() => WireContract.Messages.Select(type => WireContract.Alias(type) ?? $"none: {type}")
        .GroupBy(alias => alias).Where(group => group.Count() > 1 || group.Key.StartsWith("none", StringComparison.Ordinal)).Select(group => group.Key).ShouldBeEmpty();

    [Fact]
    public void Every_grain_interface_has_an_alias_of_its_own_and_so_has_each_of_its_methods()
    {
        WireContract.Interfaces.Where(type => WireContract.Alias(type) is null).ShouldBeEmpty();
        WireContract.Interfaces.Select(WireContract.Alias).ShouldBeUnique();
        foreach (var type in WireContract.Interfaces)
        {
            type.GetMethods().Where(method => WireContract.Alias(method) is null).ShouldBeEmpty();
            type.GetMethods().Select(WireContract.Alias).ShouldBeUnique();
        }
    }

    [Fact]
    public void Every_stored_member_of_a_message_has_a_number_of_its_own()
    {
        WireContract.Messages.SelectMany(WireContract.Unnumbered).ShouldBeEmpty();
        foreach (var type in WireContract.Messages.Where(type => !type.IsEnum))
            WireContract.Members(type).Select(member => member.Id).ShouldBeUnique(type.FullName);
    }

    [Fact]
    public void Every_type_that_a_grain_method_takes_or_answers_is_in_the_contract() =>
        WireContract.Interfaces.SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters().Select(each => each.ParameterType).Append(method.ReturnType))
            .SelectMany(Leaves).Where(type => type.Assembly == typeof(JobId).Assembly).Except(WireContract.Messages)
            .Where(type => !typeof(IGrain).IsAssignableFrom(type)).ShouldBeEmpty();

    private static IEnumerable<Type> Leaves(Type type) =>
        type.HasElementType ? Leaves(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Leaves).Append(type.GetGenericTypeDefinition())
        : [type];
}
