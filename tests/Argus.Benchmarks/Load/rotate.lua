-- wrk -s rotate.lua URL -- FILE THREADS PATH AUTHORIZATION   Each line of FILE is a refresh token. POST one after the other for its rotation, and the one that came
--                                                            back again when its turn comes. At the end FILE holds the tokens that are live and known.
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  list = args[1]
  waiting, first, last, wrong, example = {}, 1, 0, 0, ""
  local n = 0
  for token in io.lines(list) do
    if n % tonumber(args[2]) == number then
      last = last + 1
      waiting[last] = token
    end
    n = n + 1
  end

  local path, headers = args[3], { Authorization = args[4], ["Content-Type"] = "application/x-www-form-urlencoded" }

  -- wrk does not say which connection asks, and need not: whoever takes a token owns it until its answer puts the next one behind all that wait.
  -- wrk also asks once before it starts, and sends nothing; that token is dropped.
  request = function()
    local token = waiting[first]
    if not token then
      wrong, example = wrong + 1, "fewer token stores than connections"
      return wrk.format("POST", path, headers, "")
    end
    waiting[first], first = nil, first + 1
    return wrk.format("POST", path, headers, "grant_type=refresh_token&refresh_token=" .. token)
  end

  response = function(status, _, body)
    local token = status == 200 and body:find('"access_token":"', 1, true) and body:match('"refresh_token":"([^"]+)"')
    if token then
      last = last + 1
      waiting[last] = token
    else
      wrong = wrong + 1
      if example == "" then example = status .. " " .. body:sub(1, 200):gsub("%c", " ") end
    end
  end
end

function done(summary, latency)
  local wrong, example = 0, ""
  local left = io.open(threads[1]:get("list"), "w")
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
    if example == "" then example = thread:get("example") end
    for _, token in pairs(thread:get("waiting")) do left:write(token, "\n") end
  end
  left:close()
  local errors = summary.errors
  io.write(string.format("\nRESULT\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.timeout, math.max(errors.status, wrong), example))
end
