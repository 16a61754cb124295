package org.vmcore.kernel.net;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code net_generic()}, {@code include/net/netns/generic.h}: what a module keeps for each
 * namespace.
 */
public final class NetGeneric {
  private static final int MAX_IDS = 1 << 12; // one for each part of the network stack

  private NetGeneric() {}

  /**
   * A module's part of a namespace; empty when the module is not loaded.
   *
   * @param net the {@code struct net}
   * @param id name of the variable that holds the module's number: {@code "bond_net_id"}
   * @param type C type of the part
   */
  public static Optional<Value> find(Value net, String id, String type) {
    Program kernel = net.program();
    OptionalLong address = kernel.findAddress(id);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    long number = kernel.object("unsigned int", address.getAsLong()).asLong();
    if (number <= 0 || number > MAX_IDS) {
      throw new Malformed("absurd number " + number, id, address.getAsLong());
    }
    Value part = net.field("gen").field("ptr").index(number);
    return part.isNull() ? Optional.empty() : Optional.of(kernel.object(type, part.asLong()));
  }
}
