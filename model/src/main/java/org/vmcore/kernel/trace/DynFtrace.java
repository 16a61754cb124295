package org.vmcore.kernel.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code struct dyn_ftrace}: a function that can be traced, {@code include/linux/ftrace.h}.
 *
 * @param ip where it calls its tracers
 */
public record DynFtrace(Program kernel, long ip, long flags) {
  private static final int MAX_FUNCTIONS = 1 << 22;

  /** Those that are traced, in the kernel's order. */
  public static List<DynFtrace> enabled(Program kernel) {
    List<DynFtrace> enabled = new ArrayList<>();
    long isEnabled = kernel.enumerator("FTRACE_FL_ENABLED");
    int strideWords = (int) (kernel.sizeOf("struct dyn_ftrace") / Long.BYTES);
    int ip = (int) (kernel.offsetOf("struct dyn_ftrace", "ip") / Long.BYTES);
    int flags = (int) (kernel.offsetOf("struct dyn_ftrace", "flags") / Long.BYTES);
    long left = MAX_FUNCTIONS;
    Value page = kernel.symbol("ftrace_pages_start");
    while (!page.isNull()) {
      int nrRecords = page.field("index").asInt();
      left -= Math.max(nrRecords, 1);
      if (nrRecords < 0 || left < 0) {
        throw new Malformed("absurd number of functions", "struct ftrace_page", page.asLong());
      }
      long first = page.field("records").asLong();
      long[] words = kernel.number("unsigned long *", first).longs(nrRecords * strideWords);
      for (int i = 0; i < words.length; i += strideWords) {
        if ((words[i + flags] & isEnabled) != 0) {
          enabled.add(new DynFtrace(kernel, words[i + ip], words[i + flags]));
        }
      }
      page = page.field("next");
    }
    return enabled;
  }

  /** {@code FTRACE_FL_...}; no function has what this kernel does not know. */
  public boolean has(String flag) {
    return (flags & kernel.findEnumerator(flag).orElse(0)) != 0;
  }

  /** {@code ftrace_rec_count()}: how many trace it, in the bits below all flags. */
  public long count() {
    long lowestFlag =
        Stream.of("MODIFIED", "TOUCHED", "CALL_OPS_EN", "DIRECT_EN", "DIRECT", "DISABLED")
            .map(flag -> kernel.findEnumerator("FTRACE_FL_" + flag))
            .flatMapToLong(OptionalLong::stream)
            .min()
            .orElseThrow(() -> new Malformed("no flags", "struct dyn_ftrace", ip));
    return flags & lowestFlag - 1;
  }
}
