# Ends a browser once the program that uses it closes this one's input, or is gone itself.
# $1: the driver's port  $2: its session  $3: its process group  $4: the browser's profile
read -r _
# A killed driver leaves its browser behind, so the session is ended first. The answer comes when the
# browser has ended.
if exec 3<>"/dev/tcp/127.0.0.1/$1"; then
  printf 'DELETE /session/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 10 _ <&3
fi 2>/dev/null
kill -KILL -- "-$3" 2>/dev/null
rm -rf -- "$4"
