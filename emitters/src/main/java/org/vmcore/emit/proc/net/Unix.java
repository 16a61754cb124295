package org.vmcore.emit.proc.net;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.net.Sock;
import org.vmcore.kernel.net.TcpSocket;
import org.vmcore.kernel.net.UnixSocket;
import org.vmcore.kernel.net.UnixSockets;
import org.vmcore.model.Program;

/** {@code /proc/net/unix} as {@code unix_seq_show()}, {@code net/unix/af_unix.c}. */
final class Unix {
  private static final int SO_ACCEPTCON = 1 << 16; // include/linux/net.h

  @Emits("proc/net/unix")
  void unix(Program kernel, Text out) {
    out.line("Num       RefCount Protocol Flags    Type St Inode Path");
    for (UnixSocket socket : UnixSockets.of(kernel).in(NetNamespaces.ofReader(kernel))) {
      Sock sock = socket.sock();
      out.print("%016lx: %08X %08X", sock.address(), sock.refcount(), 0);
      out.print(" %08X", sock.state() == TcpSocket.TCP_LISTEN ? SO_ACCEPTCON : 0);
      out.print(" %04X %02X %5lu", sock.type(), socketState(sock), sock.inode());
      socket.name().ifPresent(name -> out.raw(" " + name.replace('\0', '@')));
      out.append('\n');
    }
  }

  /** {@code SS_*}, {@code include/uapi/linux/net.h}, as far as user space is told. */
  private static int socketState(Sock sock) {
    boolean connected = sock.state() == TcpSocket.TCP_ESTABLISHED;
    if (sock.hasSocket()) {
      return connected ? 3 : 1; // SS_CONNECTED, SS_UNCONNECTED
    }
    return connected ? 2 : 4; // SS_CONNECTING, SS_DISCONNECTING
  }
}
