package org.vmcore.emit.commands.vmcore;

import java.util.List;
import java.util.Optional;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.block.BioOwner;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.block.InFlight;
import org.vmcore.kernel.block.Request;
import org.vmcore.kernel.block.Requests;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;

/** {@code dev -d}: what disks have to do, then each request that a driver has, oldest first. */
final class DevD {
  private static final long NSEC_PER_MSEC = 1_000_000;

  @Emits("sos_commands/vmcore/dev_-d")
  void disks(Program kernel, Text out) {
    out.line("MAJOR GENDISK          NAME         REQUEST_QUEUE      TOTAL  READ WRITE");
    for (Disk disk : Disks.of(kernel).all()) {
      InFlight inFlight = disk.part0().inFlight();
      out.line(
          "%5d %016lx %-12s %016lx %7u %5u %5u",
          disk.part0().major(),
          disk.value().address(),
          disk.name(),
          disk.queue().value().address(),
          inFlight.total(),
          inFlight.reads(),
          inFlight.writes());
    }
    for (Disk disk : Disks.of(kernel).all()) {
      List<Request> requests = Requests.of(kernel).inFlight(disk.queue());
      if (!requests.isEmpty()) {
        requests(kernel, disk, requests, out);
      }
    }
  }

  private static void requests(Program kernel, Disk disk, List<Request> requests, Text out) {
    out.line("");
    out.line("%s: %d requests in flight", disk.name(), requests.size());
    out.line(
        "%-16s %4s %-12s %12s %8s %9s %9s  %-16s OWNER",
        "REQUEST", "TAG", "OPERATION", "SECTOR", "BYTES", "AGE MS", "ISSUED MS", "BIO");
    requests.stream()
        .sorted((a, b) -> Long.compare(a.startNs(), b.startNs()))
        .forEach(request -> request(kernel, request, out));
  }

  private static void request(Program kernel, Request request, Text out) {
    out.line(
        "%016lx %4d %-12s %12llu %8u %9s %9s  %016lx %s",
        request.value().address(),
        request.tag(),
        request.operation(),
        request.sector(),
        request.sizeBytes(),
        age(kernel, request.startNs()),
        age(kernel, request.issuedNs()),
        request.bio().map(bio -> bio.address()).orElse(0L),
        owner(request));
  }

  /** Nobody looks at the clock where statistics are off. */
  private static String age(Program kernel, long sinceNs) {
    long now = Timekeeping.of(kernel).monotonicNs();
    return sinceNs == 0 ? "-" : Long.toString(Math.max(0, now - sinceNs) / NSEC_PER_MSEC);
  }

  private static String owner(Request request) {
    try {
      Optional<String> owner = request.bio().flatMap(BioOwner::of);
      return owner.orElse("-");
    } catch (MemoryFault | Malformed damaged) {
      return "-";
    }
  }
}
