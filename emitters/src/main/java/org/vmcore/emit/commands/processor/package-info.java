/** What sos's plugin {@code processor} runs: lscpu. */
package org.vmcore.emit.commands.processor;
