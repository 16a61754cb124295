package org.vmcore.emit.commands.vmcore;

import java.util.List;
import org.vmcore.emit.Text;
import org.vmcore.kernel.stack.Frame;
import org.vmcore.kernel.stack.Registers;
import org.vmcore.kernel.stack.Registers.Register;
import org.vmcore.kernel.stack.StackRegion;
import org.vmcore.kernel.stack.StackTrace;
import org.vmcore.model.SymbolAt;

/**
 * A stack as crash prints it: a numbered line for each function, with the place of its return
 * address, and registers where an interrupt or a system call came in between.
 */
public final class TraceText {
  private static final int REGISTERS_PER_LINE = 3;
  private static final int GENERAL_DIGITS = 16;

  private TraceText() {}

  /** Prints the functions, innermost first, and all registers that are known. */
  public static void print(StackTrace trace, Text out) {
    List<Frame> frames = trace.frames();
    if (trace.start().isPresent()) {
      start(trace.start().get(), frames, out);
    }
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      function(i, frame, out);
      if (frame.saved().isPresent()) {
        boolean user = frame.saved().get().isUser();
        if (!user && i + 1 < frames.size()) {
          exception(frames.get(i + 1), out);
        }
        registers(frame.saved().get(), out);
      }
      if (i + 1 < frames.size() && !frames.get(i + 1).stack().equals(frame.stack())) {
        out.line("--- <%s stack> ---", stackName(frame.stack()));
      }
    }
  }

  /** Prints the functions alone. */
  static void functions(StackTrace trace, Text out) {
    for (int i = 0; i < trace.frames().size(); i++) {
      function(i, trace.frames().get(i), out);
    }
  }

  private static void function(int number, Frame frame, Text out) {
    out.line("%3s [%lx] %s at %lx", "#" + number, frame.slot(), place(frame), frame.pc());
  }

  private static void start(Registers registers, List<Frame> frames, Text out) {
    if (registers.isUser()) {
      out.line("    [in user mode]");
    } else if (!frames.isEmpty()) {
      exception(frames.get(0), out);
    }
    registers(registers, out);
  }

  private static void exception(Frame interrupted, Text out) {
    out.line(
        "    [exception RIP: %s]", interrupted.symbol().map(TraceText::offset).orElse("unknown"));
  }

  private static String offset(SymbolAt symbol) {
    return symbol.offsetBytes() == 0 ? symbol.name() : symbol.name() + "+" + symbol.offsetBytes();
  }

  /** {@code schedule+0x5a/0xe0 [module]}; code without a name is shown as {@code (unknown)}. */
  public static String place(Frame frame) {
    return frame.symbol().map(SymbolAt::text).orElse("(unknown)");
  }

  private static String stackName(StackRegion stack) {
    return switch (stack.name()) {
      case "IRQ", StackRegion.TASK -> stack.name();
      case "#DF" -> "DOUBLEFAULT exception";
      case "#DB" -> "DEBUG exception";
      case "#MC" -> "MCE exception";
      default -> stack.name() + " exception";
    };
  }

  /** General registers stand below each other whatever the length of their names. */
  private static int width(Register register) {
    return register.nrDigits() == GENERAL_DIGITS ? 3 : 0;
  }

  /** Registers in lines of three. */
  public static void registers(Registers registers, Text out) {
    List<Register> all = registers.all();
    for (int i = 0; i < all.size(); i++) {
      Register register = all.get(i);
      String before = i % REGISTERS_PER_LINE == 0 ? "    " : "  ";
      out.print(
          "%s%*s: %0*lx",
          before, width(register), register.name(), register.nrDigits(), register.value());
      if (i % REGISTERS_PER_LINE == REGISTERS_PER_LINE - 1 || i == all.size() - 1) {
        out.append('\n');
      }
    }
  }
}
