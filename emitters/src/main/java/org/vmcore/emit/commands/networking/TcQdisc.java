package org.vmcore.emit.commands.networking;

import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.NetDevices;
import org.vmcore.kernel.net.qdisc.Qdisc;
import org.vmcore.kernel.net.qdisc.QdiscStats;
import org.vmcore.model.NoSuchMember;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;

/** {@code tc -s qdisc show}: {@code print_qdisc()}, {@code tc/tc_qdisc.c} of iproute2. */
final class TcQdisc {
  private static final long TC_H_ROOT = 0xffffffffL; // include/uapi/linux/pkt_sched.h

  @Emits("sos_commands/networking/tc_-s_qdisc_show")
  void show(Program kernel, Text out) {
    for (NetDevice device : NetDevices.ofReader(kernel).all()) {
      for (Qdisc qdisc : Qdisc.of(device)) {
        head(device, qdisc, out);
        options(qdisc, out);
        out.append('\n');
        statistics(qdisc, out);
        own(qdisc, out);
      }
    }
  }

  private static void head(NetDevice device, Qdisc qdisc, Text out) {
    out.print("qdisc %s %x: dev %s ", qdisc.kind(), qdisc.handle() >> 16, device.name());
    if (qdisc.parent() == TC_H_ROOT) {
      out.raw("root ");
    } else if (qdisc.parent() != 0) {
      out.print("parent %s ", classId(qdisc.parent()));
    }
    if (qdisc.refcount() != 1) {
      out.print("refcnt %u ", qdisc.refcount());
    }
    out.raw(qdisc.isOffloaded() ? "offloaded " : "");
  }

  /** {@code print_tc_classid()}: major and minor number, without the one that is 0. */
  private static String classId(long id) {
    long major = id >> 16;
    long minor = id & 0xffff;
    return (major == 0 ? "" : Long.toHexString(major))
        + ":"
        + (minor == 0 ? "" : Long.toHexString(minor));
  }

  private static void options(Qdisc qdisc, Text out) {
    try {
      Text piece = new Text();
      if (!QdiscOptions.print(qdisc, piece)) {
        out.partial("options of " + qdisc.kind());
      }
      out.raw(piece.bytes());
    } catch (NoSuchType | NoSuchMember | MemoryFault fault) {
      out.partial("options of " + qdisc.kind() + ": " + fault.getMessage());
    }
  }

  private static void statistics(Qdisc qdisc, Text out) {
    QdiscStats stats = qdisc.stats();
    long overlimits = stats.overlimits() + QdiscOptions.overlimits(qdisc);
    out.print(" Sent %llu bytes %llu pkt", stats.bytes(), stats.packets());
    out.line(
        " (dropped %u, overlimits %u requeues %u) ", stats.drops(), overlimits, stats.requeues());
    out.line(
        " backlog %s %up requeues %u",
        QdiscOptions.size(stats.backlogBytes()), stats.qlen(), stats.requeues());
  }

  /** What a discipline counts of its own. */
  private static void own(Qdisc qdisc, Text out) {
    try {
      QdiscOptions.statistics(qdisc, out);
    } catch (NoSuchType | NoSuchMember | MemoryFault fault) {
      out.partial("statistics of " + qdisc.kind() + ": " + fault.getMessage());
    }
  }
}
