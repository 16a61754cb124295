/**
 * Bridges, {@code net/bridge}: {@link org.vmcore.kernel.net.bridge.Bridge} and {@link
 * org.vmcore.kernel.net.bridge.BridgePort}.
 */
package org.vmcore.kernel.net.bridge;
