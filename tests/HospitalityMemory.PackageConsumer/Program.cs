using System.Reflection;
using HospitalityMemory;

var version = typeof(Placeholder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
Console.WriteLine($"HospitalityMemory {version}, from its package.");
