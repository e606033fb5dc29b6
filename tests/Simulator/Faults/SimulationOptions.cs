using System.Globalization;
using Darkroom.Simulation.Time;

namespace Darkroom.Simulation.Faults;

/// <summary>
/// What may go wrong in a run, and how often. Probabilities are per message, per call of a store, or per virtual minute. A seed draws which
/// kinds are in play at all and how strong each one is, since a fault is often found only where another kind does not hide it.
/// </summary>
internal sealed record SimulationOptions
{
    public required int Silos { get; init; }

    public required int Customers { get; init; }

    public required int Episodes { get; init; }

    /// <summary>On the product's SQL over SQLite instead of the models of the stores.</summary>
    public required bool Sql { get; init; }

    /// <summary>The worst that a node's clock is off.</summary>
    public required TimeSpan ClockError { get; init; }

    /// <summary>Probabilities by kind; a kind that is not in play is not listed.</summary>
    public required IReadOnlyDictionary<Fault, double> Rates { get; init; }

    public double Rate(Fault fault) => Rates.GetValueOrDefault(fault);

    public SimulationOptions Without(Fault fault) => this with { Rates = Rates.Where(rate => rate.Key != fault).ToDictionary() };

    public static SimulationOptions Draw(ulong seed, bool? sql)
    {
        var draw = new Rng(seed).Fork("options");
        var rates = new Dictionary<Fault, double>();
        foreach (var (fault, most) in Strongest)
        {
            var isInPlay = draw.Chance(0.55);
            var rate = most * Math.Pow(10, -1.5 * draw.Share());
            if (isInPlay)
            {
                rates.Add(fault, rate);
            }
        }

        var options = new SimulationOptions
        {
            Silos = 1 + draw.Next(4),
            Customers = 2 + draw.Next(4),
            Episodes = 1 + draw.Next(3),
            ClockError = rates.ContainsKey(Fault.ClockError) ? draw.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(4)) : TimeSpan.Zero,
            Sql = draw.Chance(0.1),
            Rates = rates,
        };
        return options with { Sql = sql ?? options.Sql };
    }

    public override string ToString() =>
        $"silos={Silos} customers={Customers} episodes={Episodes} store={(Sql ? "sqlite" : "model")} clock-error={ClockError:c} "
        + string.Join(' ', Rates.Select(rate => $"{rate.Key}={rate.Value.ToString("0.#####", CultureInfo.InvariantCulture)}"));

    private static readonly (Fault Fault, double Most)[] Strongest =
    [
        (Fault.MessageLost, 0.03), (Fault.MessageLate, 0.05), (Fault.MessageRepeated, 0.05), (Fault.AnswerLost, 0.03),
        (Fault.SecondActivation, 0.05), (Fault.SiloCrash, 1.5), (Fault.GatewayCrash, 0.5), (Fault.CrashOfAll, 0.3), (Fault.SiloStop, 0.6),
        (Fault.StoreFailsBefore, 0.02), (Fault.StoreFailsAfter, 0.02), (Fault.StoreSlow, 0.03), (Fault.TickLost, 0.5), (Fault.TickRepeated, 0.5),
        (Fault.ClockError, 2), (Fault.TimeJump, 0.3), (Fault.EngineFault, 0.3), (Fault.EngineSlow, 0.2), (Fault.SiloPause, 0.5),
    ];
}

/// <summary>Kinds of faults.</summary>
internal enum Fault
{
    /// <summary>A call never arrives.</summary>
    MessageLost,

    /// <summary>A call or an answer arrives up to a minute late.</summary>
    MessageLate,

    /// <summary>A call arrives twice.</summary>
    MessageRepeated,

    /// <summary>A call runs and its caller never hears of it.</summary>
    AnswerLost,

    /// <summary>A grain is activated on another silo while it is active.</summary>
    SecondActivation,

    /// <summary>A silo is gone from one moment to the next.</summary>
    SiloCrash,

    /// <summary>The gateway is gone, with every upload that ran through it.</summary>
    GatewayCrash,

    /// <summary>Every process is gone.</summary>
    CrashOfAll,

    /// <summary>A silo is told to stop, drains and ends.</summary>
    SiloStop,

    /// <summary>A call of a store fails without effect.</summary>
    StoreFailsBefore,

    /// <summary>A call of a store fails after its effect.</summary>
    StoreFailsAfter,

    /// <summary>A call of a store takes up to a minute.</summary>
    StoreSlow,

    /// <summary>No silo sends a reminder's tick.</summary>
    TickLost,

    /// <summary>Several silos send a reminder's tick.</summary>
    TickRepeated,

    /// <summary>A node's clock is set wrong, ahead or behind.</summary>
    ClockError,

    /// <summary>All time jumps ahead, by minutes to hours.</summary>
    TimeJump,

    /// <summary>The imaging child crashes, or refuses a picture.</summary>
    EngineFault,

    /// <summary>An attempt takes longer than a lease.</summary>
    EngineSlow,

    /// <summary>A silo stands still for longer than a lease, then goes on as if nothing had been.</summary>
    SiloPause,
}
