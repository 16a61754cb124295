package org.vmcore.dump;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The {@code VMCOREINFO} text of a kernel, {@code kernel/crash_core.c}: {@code KEY=VALUE} lines.
 * Keys keep their spelling ({@code SYMBOL(_stext)}, {@code NUMBER(phys_base)}). Immutable.
 */
public final class VmcoreInfo {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_LINES = 1 << 14;

  private static final Map<String, String> OF_ONE_MACHINE =
      Map.of(
          "NUMBER(phys_base)", "x86_64",
          "SYMBOL(phys_base)", "x86_64",
          "NUMBER(kimage_voffset)", "aarch64",
          "NUMBER(va_kernel_pa_offset)", "riscv64",
          "SYMBOL(lowcore_ptr)", "s390x",
          "SYMBOL(vmemmap_list)", "ppc64le");

  private final Map<String, String> values;
  private final String text;

  private VmcoreInfo(Map<String, String> values, String text) {
    this.values = values;
    this.text = text;
  }

  /**
   * Parses a descriptor; what follows a NUL or a byte above 0x7f is not text. The kernel ends each
   * line, but its text may not be longer than a page: a last line without an end was cut off, and
   * its value with it.
   */
  public static VmcoreInfo parse(byte[] descriptor) {
    int end = 0;
    while (end < descriptor.length && end < MAX_BYTES && descriptor[end] > 0) {
      end++;
    }
    String text = new String(descriptor, 0, end, StandardCharsets.US_ASCII);
    Map<String, String> values = new LinkedHashMap<>();
    String[] lines = text.split("\r?\n", -1);
    for (int i = 0; i < Math.min(lines.length - 1, MAX_LINES); i++) {
      String line = lines[i];
      int equals = line.indexOf('=');
      if (equals <= 0) {
        continue;
      }
      String key = line.substring(0, equals);
      // The crash time is appended by each kernel that dumps; the first is the crashed kernel's.
      if (key.equals("CRASHTIME") && values.containsKey(key)) {
        continue;
      }
      values.put(key, line.substring(equals + 1));
    }
    return new VmcoreInfo(Collections.unmodifiableMap(values), text);
  }

  /**
   * That of the notes {@code VMCOREINFO}: the first that was completed at the crash, else the
   * first.
   */
  public static Optional<VmcoreInfo> inNotes(List<ElfNote> notes) {
    List<VmcoreInfo> all =
        notes.stream()
            .filter(note -> note.name().equals("VMCOREINFO"))
            .map(note -> parse(note.descriptor()))
            .toList();
    return all.stream()
        .filter(info -> info.value("CRASHTIME").isPresent())
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** All keys in the order of the text. */
  public Map<String, String> values() {
    return values;
  }

  /** The text itself, up to its end mark. */
  public String text() {
    return text;
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * The build-id of the kernel's image, in hex digits; empty where the kernel does not tell, or is
   * one of those that told bytes of another place.
   */
  public Optional<String> buildId() {
    return value("BUILD-ID").filter(id -> !GarbledBuildIds.in(value("OSRELEASE").orElse("")));
  }

  /** As {@code uname -m} gives it, where keys that one architecture alone has are there. */
  public Optional<String> machine() {
    return OF_ONE_MACHINE.entrySet().stream()
        .filter(entry -> values.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** {@code NUMBER(name)}: signed decimal, or hex with {@code 0x}. */
  public OptionalLong number(String name) {
    return parsed("NUMBER(" + name + ")", 10);
  }

  /** {@code SYMBOL(name)}: run-time address, KASLR included. */
  public OptionalLong symbol(String name) {
    return parsed("SYMBOL(" + name + ")", 16);
  }

  /** {@code KERNELOFFSET} and the like: hex without prefix. */
  public OptionalLong hex(String key) {
    return parsed(key, 16);
  }

  /** {@code PAGESIZE}, {@code CRASHTIME}, {@code SIZE(x)}, {@code OFFSET(x.y)}: decimal. */
  public OptionalLong decimal(String key) {
    return parsed(key, 10);
  }

  private OptionalLong parsed(String key, int radix) {
    String value = values.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      String digits = value.trim();
      if (digits.startsWith("0x")) {
        return OptionalLong.of(Long.parseUnsignedLong(digits.substring(2), 16));
      }
      if (radix == 16) {
        return OptionalLong.of(Long.parseUnsignedLong(digits, 16));
      }
      return OptionalLong.of(
          digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // damaged
    }
  }
}
