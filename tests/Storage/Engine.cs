namespace Darkroom.Storage.Tests;

/// <summary>The databases that every test of storage runs on.</summary>
public enum Engine
{
    /// <summary>A file.</summary>
    Sqlite,

    /// <summary>A database on <see cref="Postgres.SharedServer"/>.</summary>
    Postgres,
}
