package org.vmcore.emit.proc.pid;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Text;
import org.vmcore.emit.proc.Locks;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.fs.FileLock;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/PID/fdinfo} as {@code seq_show()}, {@code fs/proc/fd.c}, with what each kind of file
 * adds: its {@code show_fdinfo()}, known by name.
 */
final class PidFdInfo {
  private static final int O_CLOEXEC = 02000000; // include/uapi/asm-generic/fcntl.h

  @EmitsMany(path = "proc/{pid}/fdinfo/{fd}", each = Fds.class)
  void fdinfo(Program kernel, OpenFile open, Text out) {
    Value file = open.file();
    out.line("pos:\t%d", file.field("f_pos").asLong());
    out.line("flags:\t0%o", open.flags() | (open.closesOnExec() ? O_CLOEXEC : 0));
    out.line("mnt_id:\t%d", open.mount().id());
    if (RodataStrings.of(kernel).has("mnt_id:\t%i\nino:\t")) { // 5.14+
      out.line("ino:\t%lu", open.inode().field("i_ino").asLong());
    }
    List<FileLock> locks = FileLock.of(open);
    for (int i = 0; i < locks.size(); i++) {
      out.print("lock:\t");
      Locks.write(new FileLock.Listed(i + 1L, 0, locks.get(i)), out);
    }
    added(file, out);
  }

  private static void added(Value file, Text out) {
    String function = SuperBlock.functionName(file.field("f_op").field("show_fdinfo"));
    switch (function) {
      case "" -> {}
      case "eventfd_show_fdinfo" -> FdInfoEvents.eventfd(file, out);
      case "ep_show_fdinfo" -> FdInfoEvents.epoll(file, out);
      case "signalfd_show_fdinfo" -> FdInfoEvents.signalfd(file, out);
      case "timerfd_show" -> FdInfoEvents.timerfd(file, out);
      case "pidfd_show_fdinfo" -> FdInfoEvents.pidfd(file, out);
      case "inotify_show_fdinfo" -> FdInfoNotify.inotify(file, out);
      case "fanotify_show_fdinfo" -> FdInfoNotify.fanotify(file, out);
      case "sock_show_fdinfo" -> socket(file, out);
      case "bpf_prog_show_fdinfo" -> FdInfoBpf.program(file, out);
      case "bpf_map_show_fdinfo" -> FdInfoBpf.map(file, out);
      case "tun_chr_show_fdinfo" -> tun(file, out);
      case "tty_show_fdinfo" -> tty(file, out);
      default -> out.partial("what " + function + "() adds");
    }
  }

  /** {@code unix_show_fdinfo()}, {@code net/unix/af_unix.c}; other families add nothing. */
  private static void socket(Value file, Text out) {
    Value socket = file.field("private_data").cast("struct socket *");
    Value operations = socket.field("ops");
    if (socket.field("sk").isNull() || !operations.has("show_fdinfo")) {
      return;
    }
    if (!SuperBlock.functionName(operations.field("show_fdinfo")).equals("unix_show_fdinfo")) {
      return;
    }
    Value sock = socket.field("sk").cast("struct unix_sock *");
    boolean listens = sock.at("sk.__sk_common.skc_state").asInt() == TCP_LISTEN;
    out.line("scm_fds: %u", listens ? filesOfWaiting(sock) : nrFiles(sock));
  }

  private static long nrFiles(Value unixSock) {
    return unixSock.at("scm_stat.nr_fds.counter").asLong();
  }

  /** {@code unix_count_nr_fds()}: of connections that are not accepted yet. */
  private static long filesOfWaiting(Value listener) {
    Value queue = listener.at("sk.sk_receive_queue");
    long left = Math.min(queue.field("qlen").asLong() & 0xffffffffL, MAX_WAITING);
    long files = 0;
    Value buffer = queue.field("next");
    for (; left > 0 && buffer.asLong() != queue.address(); left--) {
      files += nrFiles(buffer.field("sk").cast("struct unix_sock *"));
      buffer = buffer.field("next");
    }
    return files;
  }

  private static final int MAX_WAITING = 1 << 20;

  private static final int TCP_LISTEN = 10; // include/net/tcp_states.h

  /** {@code tun_chr_show_fdinfo()}, {@code drivers/net/tun.c}. */
  private static void tun(Value file, Text out) {
    Value tun = file.field("private_data").cast("struct tun_file *").field("tun");
    out.line("iff:\t%s", tun.isNull() ? "" : tun.field("dev").field("name").asString());
  }

  /** {@code pty_show_fdinfo()}, {@code drivers/tty/pty.c}; other terminals add nothing. */
  private static void tty(Value file, Text out) {
    Value tty = file.field("private_data").cast("struct tty_file_private *").field("tty");
    Value show = tty.field("ops").field("show_fdinfo");
    if (SuperBlock.functionName(show).equals("pty_show_fdinfo")) {
      out.line("tty-index:\t%d", tty.field("index").asLong());
    }
  }
}
