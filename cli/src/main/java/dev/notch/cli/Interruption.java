package dev.notch.cli;

import java.io.PrintWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C. The first one asks the work to stop at the next place where nothing is lost; the second
 * ends the program at once. A shutdown hook could do only the first: the JVM is deaf to signals
 * while hooks run.
 */
final class Interruption {
  private static final AtomicBoolean ASKED = new AtomicBoolean();

  private Interruption() {}

  static boolean asked() {
    return ASKED.get();
  }

  /**
   * Listens from now on. The JDK hands out signals through {@code sun.misc.Signal} alone, whose
   * mere name in the source is a warning that cannot be suppressed; so it is found by name.
   */
  static void install(PrintWriter err) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle received =
          lookup.findStatic(
              Interruption.class, "received", MethodType.methodType(void.class, PrintWriter.class));
      Object listener =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(received.bindTo(err), 0, signal));
      for (String name : List.of("INT", "TERM")) {
        Object named = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, named, listener);
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK hands out no signals", e);
    }
  }

  static void received(PrintWriter err) {
    if (ASKED.getAndSet(true)) {
      Runtime.getRuntime().halt(Exit.INTERRUPTED);
    }
    err.println();
    err.println("optimize: stopping as soon as nothing is lost; once more ends at once");
  }
}
