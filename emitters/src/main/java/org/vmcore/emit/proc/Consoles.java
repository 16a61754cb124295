package org.vmcore.emit.proc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** {@code /proc/consoles}: {@code show_console_dev()}, {@code fs/proc/consoles.c}. */
final class Consoles {
  private static final int NAME_WIDTH = 21;
  private static final int MAX_CONSOLES = 64;

  @Emits("proc/consoles")
  void consoles(Program kernel, Text out) {
    for (Value console : consoles(kernel)) {
      String name = console.field("name").asString() + console.field("index").asInt();
      out.print("%-*s", NAME_WIDTH - 1, name);
      out.raw(" ");
      out.print(
          "%c%c%c (%s)",
          letter(console, "read", 'R'),
          letter(console, "write", 'W'),
          letter(console, "unblank", 'U'),
          flags(console));
      printDevice(console, out);
      out.raw("\n");
    }
  }

  /** {@code for_each_console()}: a list by hand, since 6.2 an {@code hlist}. */
  private static List<Value> consoles(Program kernel) {
    List<Value> consoles = new ArrayList<>();
    boolean hashed = kernel.hasSymbol("console_list");
    long offset = hashed ? kernel.offsetOf("struct console", "node") : 0;
    Value first =
        hashed ? kernel.symbol("console_list").field("first") : kernel.symbol("console_drivers");
    for (Value at = first; !at.isNull(); at = at.field("next")) {
      if (consoles.size() == MAX_CONSOLES) {
        throw new Malformed("list without end", "struct console", at.asLong());
      }
      consoles.add(kernel.object("struct console", at.asLong() - offset));
    }
    return consoles;
  }

  private static int letter(Value console, String operation, char letter) {
    return console.has(operation) && !console.field(operation).isNull() ? letter : '-';
  }

  /** {@code CON_*}, {@code include/linux/console.h}, in the order of the file. */
  private static String flags(Value console) {
    Map<Character, Integer> letters = new LinkedHashMap<>();
    letters.put('E', 4); // CON_ENABLED
    letters.put('C', 2); // CON_CONSDEV
    letters.put('B', 8); // CON_BOOT
    if (console.program().findEnumerator("CON_NBCON").isPresent()) {
      letters.put('N', (int) console.program().enumerator("CON_NBCON"));
    }
    letters.put('p', 1); // CON_PRINTBUFFER
    letters.put('b', 32); // CON_BRL
    letters.put('a', 16); // CON_ANYTIME
    long flags = console.field("flags").asLong();
    StringBuilder text = new StringBuilder();
    letters.forEach((letter, bit) -> text.append((flags & bit) != 0 ? letter : ' '));
    return text.toString();
  }

  private static void printDevice(Value console, Text out) {
    Optional<Value> driver = driver(console);
    if (driver.isEmpty()) {
      return;
    }
    int minor = driver.get().field("minor_start").asInt() + index(console);
    out.print(" %4d:%d", driver.get().field("major").asInt(), minor);
  }

  /** The {@code struct tty_driver} that {@code console.device()} gives. */
  private static Optional<Value> driver(Value console) {
    Program kernel = console.program();
    return switch (device(console)) {
      case "uart_console_device" ->
          Optional.of(
              kernel
                  .object("struct uart_driver", console.field("data").asLong())
                  .field("tty_driver"));
      case "vt_console_device" -> kernel.findSymbol("console_driver");
      case "hvc_console_device" -> kernel.findSymbol("hvc_driver");
      default -> Optional.empty();
    };
  }

  private static String device(Value console) {
    return console
        .program()
        .symbolAt(console.field("device").asLong())
        .map(SymbolAt::name)
        .orElse("");
  }

  /** A virtual terminal without number is the one in front. */
  private static int index(Value console) {
    int index = console.field("index").asInt();
    if (!device(console).equals("vt_console_device")) {
      return index;
    }
    return index != 0 ? index - 1 : console.program().symbol("fg_console").asInt();
  }
}
