package org.vmcore.kernel.net;

import java.util.Optional;
import org.vmcore.model.Value;

/** {@code struct socket}, {@code include/linux/net.h}: the files' half of a socket. */
public final class SocketFile {
  private SocketFile() {}

  /**
   * The {@code struct sock} of an open socket; a socket that is being made or closed has none.
   *
   * @param file the {@code struct file} of a socket
   */
  public static Optional<Sock> sock(Value file) {
    Value socket = file.field("private_data").cast("struct socket *");
    if (socket.isNull() || socket.field("sk").isNull()) {
      return Optional.empty();
    }
    return Optional.of(Sock.of(socket.field("sk")));
  }

  /** {@code system.sockprotoname}: the protocol's name, which the file has for its own. */
  public static String protocolName(Value file) {
    return file.at("f_path.dentry").field("d_name").field("name").asString();
  }
}
