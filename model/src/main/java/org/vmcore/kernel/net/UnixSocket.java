package org.vmcore.kernel.net;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vmcore.model.Value;

/** A {@code struct unix_sock}, {@code include/net/af_unix.h}. */
public record UnixSocket(Sock sock) {
  private static final int NAME_OFFSET = 2; // offsetof(struct sockaddr_un, sun_path)
  private static final int MAX_NAME_BYTES = 108; // sizeof(sun_path)

  /** The {@code struct unix_sock}. */
  public Value value() {
    return sock.as("struct unix_sock");
  }

  /**
   * The address it is bound to; a NUL is the first byte of an abstract one. Bytes are characters of
   * the same number, and the NUL that ends a path is not part of it.
   */
  public Optional<String> name() {
    Value address = value().field("addr");
    if (address.isNull()) {
      return Optional.empty();
    }
    int length = Math.min(address.field("len").asInt() - NAME_OFFSET, MAX_NAME_BYTES + 1);
    byte[] bytes =
        address.field("name").index(0).field("sun_path").index(0).bytes(Math.max(length, 0));
    String name = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean path = !name.isEmpty() && name.charAt(0) != 0;
    return Optional.of(path ? name.substring(0, name.length() - 1) : name);
  }

  /** {@code unix_peer()}: who it is connected to. */
  public Optional<UnixSocket> peer() {
    Value peer = value().field("peer");
    return peer.isNull() ? Optional.empty() : Optional.of(new UnixSocket(Sock.of(peer)));
  }
}
