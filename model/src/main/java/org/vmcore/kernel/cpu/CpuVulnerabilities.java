package org.vmcore.kernel.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * What the kernel says of the bugs of the machine's CPUs: the files that {@code
 * cpu_root_vulnerabilities_attrs[]} of {@code drivers/base/cpu.c} lists, each with the
 * architecture's {@code cpu_show_...()}.
 */
public final class CpuVulnerabilities {
  static final String NOT_AFFECTED = "Not affected";
  static final String VULNERABLE = "Vulnerable";

  private static final int MAX_FILES = 256;

  private CpuVulnerabilities() {}

  /** Names of the files; none of a kernel without {@code CONFIG_GENERIC_CPU_VULNERABILITIES}. */
  public static List<String> names(Program kernel) {
    List<String> names = new ArrayList<>();
    OptionalLong attributes = kernel.findAddress("cpu_root_vulnerabilities_attrs");
    if (attributes.isEmpty()) {
      return names;
    }
    Value first = kernel.object("struct attribute *", attributes.getAsLong()).addressOf();
    for (int i = 0; i < MAX_FILES && !first.index(i).isNull(); i++) {
      String name = first.index(i).field("name").asString();
      if (name.isEmpty()) {
        throw new Malformed("a file without a name", "struct attribute", first.index(i).asLong());
      }
      names.add(name);
    }
    return names;
  }

  /** What such a file says; empty on an architecture whose answers are not known here. */
  public static Optional<String> state(Program kernel, String name) {
    if (kernel.hasType("struct cpuinfo_x86")) {
      return Optional.of(X86Mitigations.of(kernel).state(name));
    }
    if (kernel.hasType("struct cpuinfo_arm64")) {
      return Optional.of(Arm64Mitigations.state(kernel, name));
    }
    return Optional.empty();
  }
}
