using Moq;

namespace HospitalityMemory.Tests.Stores;

/// <summary>Stores that never answer and ignore every token.</summary>
internal static class SilentStore
{
    public static T Create<T>()
        where T : class => new Mock<T> { DefaultValueProvider = new Never() }.Object;

    private sealed class Never : DefaultValueProvider
    {
        protected override object GetDefaultValue(Type type, Mock mock)
        {
            if (type == typeof(string))
            {
                return "silent";
            }

            if (type == typeof(bool))
            {
                return false;
            }

            if (type == typeof(ValueTask))
            {
                return new ValueTask(new TaskCompletionSource().Task);
            }

            // A ValueTask<T> of a task that never ends.
            var source = Activator.CreateInstance(typeof(TaskCompletionSource<>).MakeGenericType(type.GetGenericArguments()))!;
            return Activator.CreateInstance(type, source.GetType().GetProperty("Task")!.GetValue(source))!;
        }
    }
}
