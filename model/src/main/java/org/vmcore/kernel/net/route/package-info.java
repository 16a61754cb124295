/**
 * Routing: the tries of IPv4 ({@link org.vmcore.kernel.net.route.FibTables}), the trees of IPv6
 * ({@link org.vmcore.kernel.net.route.Fib6Tables}), what both say about a route ({@link
 * org.vmcore.kernel.net.route.Route}), and the rules that choose a table.
 */
package org.vmcore.kernel.net.route;
