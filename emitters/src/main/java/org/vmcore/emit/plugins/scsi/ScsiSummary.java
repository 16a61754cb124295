package org.vmcore.emit.plugins.scsi;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.Request;
import org.vmcore.kernel.block.Requests;
import org.vmcore.kernel.scsi.ScsiDevice;
import org.vmcore.kernel.scsi.ScsiHost;
import org.vmcore.kernel.time.Hz;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;

/** Hosts of SCSI with their state, and below each its devices and the commands that they have. */
final class ScsiSummary {
  private static final long NSEC_PER_MSEC = 1_000_000;

  @Emits("plugins/scsi/scsi.txt")
  void scsi(Program kernel, Text out) {
    List<ScsiHost> hosts = ScsiHost.all(kernel);
    if (hosts.isEmpty()) {
      out.line("no hosts of SCSI");
    }
    for (ScsiHost host : hosts) {
      host(kernel, host, out);
    }
  }

  private static void host(Program kernel, ScsiHost host, Text out) {
    out.line(
        "host%d: %s, %s, %u commands of at most %d, %u failed, error handler %016lx",
        host.number(),
        host.procName(),
        host.state(),
        host.busy(),
        host.value().field("can_queue").asLong(),
        host.value().field("host_failed").asLong(),
        host.value().field("ehandler").asLong());
    for (ScsiDevice device : ScsiDevice.all(kernel)) {
      if (device.hostNo() == host.number()) {
        device(kernel, device, out);
      }
    }
  }

  private static void device(Program kernel, ScsiDevice device, Text out) {
    out.line(
        "  %-12s %-8s %-16s %-4s %s, depth %d, busy %d, blocked %d, done %u of %u, errors %u",
        device.device().name(),
        device.vendor(),
        device.model(),
        device.revision(),
        device.state(),
        device.number("queue_depth"),
        device.deviceBusy(),
        device.counter("device_blocked"),
        device.counter("iodone_cnt"),
        device.counter("iorequest_cnt"),
        device.counter("ioerr_cnt"));
    long queue = device.value().field("request_queue").asLong();
    for (Request request : Requests.of(kernel).inFlight(queue)) {
      command(kernel, request, out);
    }
  }

  /** The command lies behind its request. */
  private static void command(Program kernel, Request request, Text out) {
    long ageMs = (Timekeeping.of(kernel).monotonicNs() - request.startNs()) / NSEC_PER_MSEC;
    long deadline = request.value().field("deadline").asLong() - Hz.jiffies(kernel);
    out.line(
        "    command %016lx tag %d %s sector %llu %u bytes, age %s ms, times out in %d jiffies",
        request.value().address() + kernel.sizeOf("struct request"),
        request.tag(),
        request.operation(),
        request.sector(),
        request.sizeBytes(),
        request.startNs() == 0 ? "-" : Long.toString(ageMs),
        deadline);
  }
}
