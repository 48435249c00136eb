# Runs a command for as long as the node lives. Standard input is a pipe that only the node holds: the kernel closes it
# however the node dies, and then the command is told to stop.
# Arguments: the stop signal, the socket's directory (removed when left empty; "" for none), the command.
stop=$1 directory=$2
shift 2

# What is meant for the node (Ctrl-C in its terminal) must not end the server before the node has drained.
trap '' INT QUIT HUP TERM

exec 3<&0 </dev/null
"$@" 3<&- &
command=$!

(
    while read -r _ <&3; do :; done
    # From here on this goes to its end by itself, so that no sleep outlives it.
    trap '' USR1
    # Again and again: a server that is just starting does not listen to signals yet. Repeating does no harm.
    while kill -s "$stop" "$command"; do
        sleep 0.02 || sleep 1
    done
) 2>/dev/null &
watcher=$!

wait "$command"
status=$?
kill -s USR1 "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
[ -z "$directory" ] || rmdir "$directory" 2>/dev/null
exit "$status"
