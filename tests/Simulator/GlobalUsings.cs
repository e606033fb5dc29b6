// The product has a namespace of that name, which would win.
global using LocalSilo = Orleans.InProcess.Silo;
