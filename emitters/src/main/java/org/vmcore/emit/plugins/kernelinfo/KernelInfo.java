package org.vmcore.emit.plugins.kernelinfo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The identity of the crashed kernel: names, taints, times and what the dump's note says. */
final class KernelInfo {
  private static final List<String> UTSNAME =
      List.of("sysname", "nodename", "release", "version", "machine", "domainname");

  @Emits("plugins/kernel_info/kernel_info.json")
  void kernelInfo(Program kernel, Text out) {
    Value name = kernel.symbol("init_uts_ns").field("name");
    Map<String, String> utsname = new LinkedHashMap<>();
    UTSNAME.forEach(member -> utsname.put(member, name.field(member).asString()));
    Map<String, String> note = new TreeMap<>();
    kernel.dump().vmcoreInfo().ifPresent(info -> note.putAll(info.values()));

    out.line("{");
    object("utsname", utsname, out);
    text("banner", kernel.symbol("linux_banner").asString().strip(), out);
    text("cmdline", kernel.symbol("saved_command_line").asString(), out);
    number("tainted", kernel.symbol("tainted_mask").asLong(), out);
    text("taints", taintLetters(kernel), out);
    number("cpus_online", CpuMask.online(kernel).cardinality(), out);
    number("cpus_possible", CpuMask.possible(kernel).cardinality(), out);
    number("page_size_bytes", kernel.pageSizeBytes(), out);
    text("relocation", "0x" + Long.toHexString(kernel.relocationBytes()), out);
    number("booted_at_seconds", Timekeeping.of(kernel).bootedAtSeconds(), out);
    number("crashed_at_seconds", Timekeeping.of(kernel).realSeconds(), out);
    object("vmcoreinfo", note, out);
    out.line("  \"format\": 1");
    out.line("}");
  }

  /** {@code print_tainted()}: the letters of what taints it. */
  private static String taintLetters(Program kernel) {
    long mask = kernel.symbol("tainted_mask").asLong();
    StringBuilder letters = new StringBuilder();
    List<Value> flags = kernel.symbol("taint_flags").elements();
    for (int bit = 0; bit < flags.size(); bit++) {
      if ((mask >> bit & 1) != 0) {
        letters.append((char) flags.get(bit).field("c_true").asLong());
      }
    }
    return letters.toString();
  }

  private static void number(String key, long value, Text out) {
    out.line("  \"%s\": %lu,", key, value);
  }

  private static void text(String key, String value, Text out) {
    out.line("  \"%s\": %s,", key, quoted(value));
  }

  private static void object(String key, Map<String, String> values, Text out) {
    out.print("  \"%s\": {", key);
    String before = "\n";
    for (Map.Entry<String, String> value : values.entrySet()) {
      out.raw(before);
      out.print("    %s: %s", quoted(value.getKey()), quoted(value.getValue()));
      before = ",\n";
    }
    out.line("\n  },");
  }

  /** What is not printable is escaped, each byte by itself. */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c >= 0x7f) {
        text.append(Text.format("\\u%04x", (long) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
