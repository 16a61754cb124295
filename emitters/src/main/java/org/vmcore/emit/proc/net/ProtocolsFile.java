package org.vmcore.emit.proc.net;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Protocols;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/net/protocols} as {@code proto_seq_printf()}, {@code net/core/sock.c}. */
final class ProtocolsFile {
  private static final List<String> METHODS =
      List.of(
          "close",
          "connect",
          "disconnect",
          "accept",
          "ioctl",
          "init",
          "destroy",
          "shutdown",
          "setsockopt",
          "getsockopt",
          "sendmsg",
          "recvmsg",
          "sendpage",
          "bind",
          "backlog_rcv",
          "hash",
          "unhash",
          "get_port",
          "enter_memory_pressure");

  @Emits("proc/net/protocols")
  void protocols(Program kernel, Text out) {
    boolean sendpage = kernel.hasMember("struct proto", "sendpage"); // before 6.5
    out.line(
        "protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss"
            + " gs se re %sbi br ha uh gp em",
        sendpage ? "sp " : "");
    Value net = NetNamespaces.ofReader(kernel);
    for (Value proto : Protocols.all(kernel)) {
      show(net, proto, out);
    }
  }

  private static void show(Value net, Value proto, Text out) {
    out.print("%-9s %4u", proto.field("name").asString(), proto.field("obj_size").asLong());
    out.print(" %6d", Protocols.inUse(net, proto));
    out.print("  %6ld", Protocols.countsMemory(proto) ? Protocols.memoryAllocatedPages(proto) : -1);
    out.print("   %-3s %6u", pressure(proto), proto.field("max_header").asLong());
    out.print("   %-3s", proto.field("slab").isNull() ? "no" : "yes");
    Value owner = proto.field("owner");
    out.print("  %-10s", owner.isNull() ? "kernel" : owner.field("name").asString());
    for (String method : METHODS) {
      if (proto.has(method)) {
        out.print(" %2c", proto.field(method).isNull() ? 'n' : 'y');
      }
    }
    out.append('\n');
  }

  private static String pressure(Value proto) {
    Value pressure = proto.field("memory_pressure");
    if (pressure.isNull()) {
      return "NI";
    }
    return pressure.deref().asBoolean() ? "yes" : "no";
  }
}
