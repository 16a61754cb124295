package org.vmcore.emit.commands.networking;

import java.util.HexFormat;
import org.vmcore.kernel.net.addr.IpAddress;

/** Hardware addresses as {@code ll_addr_n2a()} of iproute2 writes them. */
final class LinkAddress {
  // include/uapi/linux/if_arp.h
  private static final int ARPHRD_TUNNEL = 768;
  private static final int ARPHRD_TUNNEL6 = 769;
  private static final int ARPHRD_SIT = 776;
  private static final int ARPHRD_IPGRE = 778;
  private static final int ARPHRD_IP6GRE = 823;

  private LinkAddress() {}

  /**
   * @param type {@code ARPHRD_*} of the device
   */
  static String text(int type, byte[] address) {
    boolean isIp =
        switch (type) {
          case ARPHRD_TUNNEL, ARPHRD_SIT, ARPHRD_IPGRE -> address.length == 4;
          case ARPHRD_TUNNEL6, ARPHRD_IP6GRE -> address.length == 16;
          default -> false;
        };
    return isIp ? IpAddress.of(address).toString() : HexFormat.ofDelimiter(":").formatHex(address);
  }
}
