# A server of net/http and crypto/tls: its own client over 8 connections with bounded memory, and curl.
"$VIRGO" build -o server.vgo "$ROOT/tests/programs/tls_server.go"
requests=10000
[ "$SCALE" = 1 ] || requests=2000
timeout -s KILL $((60 * SCALE)) "$VIRGO" -A server.vgo -v $requests >"$out" 2>"$err" || complain 'the client failed'
want_out "requests: $requests failed: 0 connections: 8"
sed -n 's/.*resident after 1000: \([0-9]*\) KB, at the end: \([0-9]*\) KB.*/\1 \2/p' "$err" >memory
read -r early late <memory
[ "$SCALE" != 1 ] || [ $((late * 10)) -le $((early * 11)) ] || complain "resident memory grew from $early KB to $late KB"

port=$((20000 + $$ % 20000))
"$VIRGO" --allow-net server.vgo -serve "127.0.0.1:$port" >ca.pem 2>serve.err &
server=$!
trap 'kill $server 2>/dev/null; cd /; rm -rf "$work"' EXIT
for i in $(seq $((100 * SCALE))); do
    grep -q 'END CERTIFICATE' ca.pem && break
    sleep 0.1
done
try curl -sS --cacert ca.pem --retry 5 --retry-connrefused "https://127.0.0.1:$port/curl"
want_status 0; want_out 'hello curl over HTTP/1.1'
try curl -sS "https://127.0.0.1:$port/"
want_status 60          # a certificate that nobody vouches for
