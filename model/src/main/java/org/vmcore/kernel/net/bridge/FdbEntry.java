package org.vmcore.kernel.net.bridge;

import java.util.Arrays;
import java.util.Optional;
import org.vmcore.kernel.net.NetDevice;

/**
 * A hardware address and the device that it is behind, as rtnetlink tells it. Immutable.
 *
 * @see FdbTable
 */
public final class FdbEntry {
  // include/uapi/linux/neighbour.h
  public static final int NTF_SELF = 0x02;
  public static final int NTF_MASTER = 0x04;
  public static final int NTF_STICKY = 0x40;

  /** Whole seconds since packets used the entry, and since it changed. */
  public record Ages(long used, long updated) {}

  private final byte[] address;
  private final NetDevice device;
  private final String remote;
  private final int vlan;
  private final Optional<Ages> ages;
  private final int flags;
  private final Optional<NetDevice> master;
  private final int state;

  FdbEntry(
      byte[] address,
      NetDevice device,
      String remote,
      int vlan,
      Optional<Ages> ages,
      int flags,
      Optional<NetDevice> master,
      int state) {
    this.address = address.clone();
    this.device = device;
    this.remote = remote;
    this.vlan = vlan;
    this.ages = ages;
    this.flags = flags;
    this.master = master;
    this.state = state;
  }

  /** An address that a device listens to itself. */
  static FdbEntry own(byte[] address, NetDevice device, int nudPermanent) {
    return new FdbEntry(
        address, device, "", 0, Optional.empty(), NTF_SELF, Optional.empty(), nudPermanent);
  }

  public byte[] address() {
    return Arrays.copyOf(address, address.length);
  }

  public NetDevice device() {
    return device;
  }

  /** Where a tunnel leads: {@code "dst 192.0.2.1 "} with a blank behind each word; may be empty. */
  public String remote() {
    return remote;
  }

  /** 0 for none. */
  public int vlan() {
    return vlan;
  }

  public Optional<Ages> ages() {
    return ages;
  }

  /** {@code NTF_*} bits. */
  public int flags() {
    return flags;
  }

  public Optional<NetDevice> master() {
    return master;
  }

  /** {@code NUD_*} bits. */
  public int state() {
    return state;
  }
}
