package org.vmcore.kernel.module;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * A {@code struct kernel_param}, {@code include/linux/moduleparam.h}, as {@code
 * /sys/module/NAME/parameters} shows it ({@code kernel/params.c}). The form of its value is known
 * by the name of its getter.
 */
public final class ModuleParameter {
  private static final int READ_BY_ANYONE = 0444;
  private static final int MAX_ELEMENTS = 4096;
  private static final Map<String, Function<Value, String>> GETTERS = getters();

  private final String name;
  private final Value parameter;

  ModuleParameter(String name, Value parameter) {
    this.name = name;
    this.parameter = parameter;
  }

  private static Map<String, Function<Value, String>> getters() {
    return Map.ofEntries(
        Map.entry("param_get_byte", arg -> number(arg, "unsigned char")),
        Map.entry("param_get_short", arg -> number(arg, "short")),
        Map.entry("param_get_ushort", arg -> number(arg, "unsigned short")),
        Map.entry("param_get_int", arg -> number(arg, "int")),
        Map.entry("param_get_uint", arg -> unsigned(arg, "unsigned int")),
        Map.entry("param_get_long", arg -> number(arg, "long")),
        Map.entry("param_get_ulong", arg -> unsigned(arg, "unsigned long")),
        Map.entry("param_get_ullong", arg -> unsigned(arg, "unsigned long")),
        Map.entry("param_get_hexint", ModuleParameter::hex),
        Map.entry("param_get_charp", ModuleParameter::charPointer),
        Map.entry("param_get_bool", arg -> yesOrNo(at(arg, "unsigned char").asBoolean())),
        Map.entry("param_get_invbool", arg -> yesOrNo(!at(arg, "unsigned char").asBoolean())),
        Map.entry("param_get_string", ModuleParameter::string));
  }

  /** Name of the file, without the module's. */
  public String name() {
    return name;
  }

  /** Whether root may read the file; some are for writing only. */
  public boolean isReadable() {
    return (parameter.field("perm").asLong() & READ_BY_ANYONE) != 0;
  }

  /** Name of the getter, empty when there is none: {@code param_get_int}. */
  public String getter() {
    return getter(parameter.field("ops"));
  }

  private static String getter(Value ops) {
    String symbol =
        ops.program()
            .symbolAt(ops.field("get").asLong())
            .filter(at -> at.offsetBytes() == 0)
            .map(SymbolAt::name)
            .orElse("");
    int suffix = symbol.indexOf('.'); // of a compiler's copy
    return suffix > 0 ? symbol.substring(0, suffix) : symbol;
  }

  /** The file's text with its newline; empty when the getter is not known here. */
  public Optional<String> text() {
    if (getter().equals("param_array_get")) {
      return array(parameter.field("arr").deref());
    }
    return Optional.ofNullable(GETTERS.get(getter())).map(get -> get.apply(parameter.field("arg")));
  }

  /** {@code param_array_get()}: elements with commas between them. */
  private static Optional<String> array(Value array) {
    Function<Value, String> get = GETTERS.get(getter(array.field("ops")));
    if (get == null) {
      return Optional.empty();
    }
    Value number = array.field("num");
    long count = (number.isNull() ? array.field("max") : number.deref()).asLong() & 0xffffffffL;
    if (count > MAX_ELEMENTS) {
      throw new Malformed("absurd number of elements " + count, "kparam_array", array.address());
    }
    StringBuilder text = new StringBuilder();
    long sizeBytes = array.field("elemsize").asLong() & 0xffffffffL;
    for (long i = 0; i < count; i++) {
      long address = array.field("elem").asLong() + i * sizeBytes;
      String element = get.apply(array.program().number("void *", address));
      text.append(element, 0, element.length() - 1).append(i + 1 < count ? "," : "\n");
    }
    return Optional.of(text.toString());
  }

  private static Value at(Value arg, String type) {
    return arg.program().object(type, arg.asLong());
  }

  private static String number(Value arg, String type) {
    return at(arg, type).asLong() + "\n";
  }

  private static String unsigned(Value arg, String type) {
    return Long.toUnsignedString(at(arg, type).asLong()) + "\n";
  }

  /** {@code %#08x}: eight characters with the prefix; 0 has none. */
  private static String hex(Value arg) {
    String digits = Integer.toHexString(at(arg, "unsigned int").asInt());
    return digits.equals("0")
        ? "00000000\n"
        : "0x" + "0".repeat(Math.max(0, 6 - digits.length())) + digits + "\n";
  }

  /** A pointer that is NULL shows as the kernel's {@code %s} does. */
  private static String charPointer(Value arg) {
    Value pointer = at(arg, "char *");
    return (pointer.isNull() ? "(null)" : pointer.asString()) + "\n";
  }

  private static String string(Value arg) {
    Program kernel = arg.program();
    return kernel.object("struct kparam_string", arg.asLong()).field("string").asString() + "\n";
  }

  private static String yesOrNo(boolean value) {
    return value ? "Y\n" : "N\n";
  }
}
