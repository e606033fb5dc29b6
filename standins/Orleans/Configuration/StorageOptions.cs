using System.Data.Common;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>A grain storage in a relational database, whose SQL stands in its OrleansQuery table.</summary>
public class AdoNetGrainStorageOptions : IStorageProviderSerializerOptions
{
    public const int DEFAULT_INIT_STAGE = 10000;

    public const string DEFAULT_ADONET_INVARIANT = "Microsoft.Data.SqlClient";

    public string? ConnectionString { get; set; }

    /// <summary>Instead of a connection string: where connections come from.</summary>
    public DbDataSource? DataSource { get; set; }

    public int InitStage { get; set; } = DEFAULT_INIT_STAGE;

    /// <summary>The name under which the host registered the provider with <see cref="DbProviderFactories"/>.</summary>
    public string Invariant { get; set; } = DEFAULT_ADONET_INVARIANT;

    /// <summary>Default: JSON, or the <see cref="IGrainStorageSerializer"/> registered for all storages.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;

    /// <summary>Whether clearing a state deletes its row. Otherwise the row stays, without content.</summary>
    public bool DeleteStateOnClear { get; set; }
}

/// <summary>A grain storage that lives as long as the silo.</summary>
public class MemoryGrainStorageOptions : IStorageProviderSerializerOptions
{
    public const int NumStorageGrainsDefaultValue = 10;

    /// <summary>Without effect in this host.</summary>
    public int NumStorageGrains { get; set; } = NumStorageGrainsDefaultValue;

    /// <inheritdoc cref="AdoNetGrainStorageOptions.GrainStorageSerializer"/>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
