package org.vmcore.kernel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** What has tainted the kernel, {@code tainted_mask} of {@code kernel/panic.c}. */
public final class Taints {
  /** In words, by the letter that the kernel prints; newer kernels have words of their own. */
  private static final Map<Character, String> WORDS =
      Map.ofEntries(
          Map.entry('P', "a proprietary module was loaded"),
          Map.entry('F', "a module was loaded by force"),
          Map.entry('S', "the processor or system is out of specification"),
          Map.entry('R', "a module was unloaded by force"),
          Map.entry('M', "a machine check was reported"),
          Map.entry('B', "a bad page was found"),
          Map.entry('U', "a program asked for it"),
          Map.entry('D', "the kernel died before"),
          Map.entry('A', "an ACPI table was overridden"),
          Map.entry('W', "a warning was issued"),
          Map.entry('C', "a staging driver was loaded"),
          Map.entry('I', "a firmware bug is worked around"),
          Map.entry('O', "a module from outside the kernel tree was loaded"),
          Map.entry('E', "a module without a signature was loaded"),
          Map.entry('L', "a soft lockup occurred"),
          Map.entry('K', "the kernel was patched live"),
          Map.entry('X', "what the distribution chose to note"),
          Map.entry('T', "the kernel was built with randomised structures"),
          Map.entry('N', "a test was run within the kernel"));

  /** One reason: its letter and words, which are empty for a letter that is not known. */
  public record Taint(char letter, String words) {}

  private Taints() {}

  /** Those that are set, in the order of their bits. */
  public static List<Taint> of(Program kernel) {
    long mask = kernel.symbol("tainted_mask").asLong();
    List<Taint> taints = new ArrayList<>();
    List<Value> flags = kernel.symbol("taint_flags").elements();
    for (int bit = 0; bit < Math.min(flags.size(), Long.SIZE); bit++) {
      if ((mask >> bit & 1) != 0) {
        char letter = (char) (flags.get(bit).field("c_true").asLong() & 0xff);
        taints.add(new Taint(letter, WORDS.getOrDefault(letter, "")));
      }
    }
    return taints;
  }
}
