package org.vmcore.kernel.net.neigh;

import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.addr.IpAddress;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct neighbour}: an address on a network and the hardware address behind it.
 *
 * @param family {@code AF_INET} or {@code AF_INET6}
 */
public record Neighbour(Value neighbour, int family) {
  // include/uapi/linux/neighbour.h
  public static final int NUD_INCOMPLETE = 0x01;
  public static final int NUD_REACHABLE = 0x02;
  public static final int NUD_STALE = 0x04;
  public static final int NUD_DELAY = 0x08;
  public static final int NUD_PROBE = 0x10;
  public static final int NUD_FAILED = 0x20;
  public static final int NUD_NOARP = 0x40;
  public static final int NUD_PERMANENT = 0x80;
  public static final int NTF_EXT_LEARNED = 0x10;
  public static final int NTF_OFFLOADED = 0x20;
  public static final int NTF_ROUTER = 0x80;
  public static final int NTF_MANAGED = 0x100; // the first of the flags that came later

  private static final int NUD_VALID =
      NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_PROBE | NUD_STALE | NUD_DELAY;

  public IpAddress address() {
    return IpAddress.of(family, neighbour.field("primary_key"));
  }

  public NetDevice device() {
    return NetDevice.of(neighbour.field("dev"));
  }

  /** {@code NUD_*} bits. */
  public int state() {
    return neighbour.field("nud_state").asInt();
  }

  /** Whether the hardware address is known. */
  public boolean isValid() {
    return (state() & NUD_VALID) != 0;
  }

  /** {@code NTF_*} bits. */
  public int flags() {
    return neighbour.field("flags").asInt();
  }

  /** As long as addresses of the device are. */
  public byte[] hardwareAddress() {
    int length = device().hardwareAddress().length;
    return neighbour.field("ha").index(0).bytes(length);
  }

  /** {@code RTPROT_*} of who made it; 0 for the kernel itself. */
  public int protocol() {
    return MemberVariants.find(neighbour, "protocol").map(Value::asInt).orElse(0);
  }

  public long probes() {
    return neighbour.at("probes.counter").asLong() & 0xffffffffL;
  }

  /** Users besides the table. */
  public long references() {
    Value count = MemberVariants.first(neighbour, "refcnt.refs.counter", "refcnt.counter");
    return count.asLong() - 1;
  }

  /**
   * Whole seconds since one of its time stamps.
   *
   * @param stamp {@code "used"}, {@code "confirmed"} or {@code "updated"}
   */
  public long ageSeconds(String stamp) {
    Program kernel = neighbour.program();
    long jiffies = Hz.jiffies(kernel) - neighbour.field(stamp).asLong();
    // A clock_t in 32 bits, as the message has it.
    return (Hz.jiffiesToClockT(kernel, jiffies) & 0xffffffffL) / Hz.USER_HZ;
  }
}
