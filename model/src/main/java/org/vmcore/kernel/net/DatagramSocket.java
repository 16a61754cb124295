package org.vmcore.kernel.net;

import org.vmcore.model.Value;

/**
 * A socket of UDP, UDP-Lite, ICMP or a raw protocol.
 *
 * @param bucket where its table files it: the first column in {@code /proc/net/udp}
 */
public record DatagramSocket(int bucket, Sock sock, Endpoints endpoints) {
  static DatagramSocket of(int bucket, Value common) {
    return new DatagramSocket(bucket, Sock.of(common), Endpoints.of(common));
  }

  /** {@code udp_rqueue_get()}: bytes to receive, without what waits to be given back. */
  public int udpReceiveQueue() {
    return sock.rmemAlloc() - sock.as("struct udp_sock").field("forward_deficit").asInt();
  }
}
