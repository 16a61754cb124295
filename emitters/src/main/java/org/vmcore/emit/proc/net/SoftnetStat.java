package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.net.Softnet;
import org.vmcore.model.Program;

/**
 * {@code /proc/net/softnet_stat} as {@code softnet_seq_show()}, {@code net/core/net-procfs.c}: a
 * line for each CPU that is online.
 */
final class SoftnetStat {
  @Emits("proc/net/softnet_stat")
  void softnetStat(Program kernel, Text out) {
    for (int cpu : CpuMask.online(kernel).stream().toArray()) {
      Softnet softnet = Softnet.of(kernel, cpu);
      long input = softnet.inputQueueLength();
      long process = softnet.processQueueLength();
      out.print(
          "%08x %08x", softnet.data().field("processed").asLong(), softnet.dropped() & 0xffffffffL);
      out.print(" %08x", softnet.data().field("time_squeeze").asLong());
      out.raw(" 00000000".repeat(6)); // counters of long ago
      out.print(" %08x", softnet.data().field("received_rps").asLong());
      out.print(" %08x %08x %08x", softnet.flowLimitCount(), input + process, cpu);
      if (softnet.showsQueuesApart()) {
        out.print(" %08x %08x", input, process);
      }
      out.append('\n');
    }
  }
}
