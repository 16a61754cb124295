/** Output of commands, a package for each plugin of sos, and what their forms have in common. */
package org.vmcore.emit.commands;
